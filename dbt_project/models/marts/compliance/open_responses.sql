with responses as (
    select * from {{ ref("fct_responses") }}
    where closed_at is null
),

tickets as (
    select * from {{ ref("fct_tickets") }}
),

calendars as (
    select * from {{ ref("stg_policy__calendars") }}
)

select
    responses.response_id,
    responses.source,
    responses.ticket_id,
    responses.customer_id,
    responses.metric,
    responses.severity,
    responses.channel,
    tickets.subject,
    tickets.url,
    coalesce(tickets.code, responses.ticket_id) as code,
    responses.opened_at,
    responses.clock,
    responses.target_seconds,
    responses.elapsed_seconds,
    responses.target_seconds - responses.elapsed_seconds as left_seconds,
    responses.due_at,
    responses.calendar_id,
    calendars.time_zone,
    coalesce(responses.outcome = 'breached', false) as is_overdue,
    responses.outcome,
    responses.exclusion_reason,
    responses.dedicated_agent_id
from responses
inner join calendars
    on responses.calendar_id = calendars.calendar_id
left join tickets
    on responses.source = tickets.source and responses.ticket_id = tickets.ticket_id
