with tickets as (
    select * from {{ ref("int_tickets") }}
),

severities as (
    select * from {{ ref("int_severity_periods") }}
),

current_severities as (
    select
        severities.source,
        severities.ticket_id,
        severities.severity
    from severities
    where {{ is_in_force("severities", as_of()) }}
),

told as (
    select
        *,
        kind = 'message' and actor_kind in ('customer', 'agent') as is_said
    from {{ ref("fct_ticket_events") }}
),

events as (
    select
        source,
        ticket_id,
        min(occurred_at) as first_event_at,
        max(occurred_at) as last_event_at,
        count(*) as event_count,
        min(case when is_said then occurred_at end) as first_message_at,
        max(case when is_said then occurred_at end) as last_message_at
    from told
    group by source, ticket_id
),

changes as (
    select
        source,
        ticket_id,
        event_number,
        occurred_at,
        value,
        lag(value) over (partition by source, ticket_id order by event_number) as previous_status
    from told
    where is_status_change and value is not null
),

statuses as (
    select
        source,
        ticket_id,
        max_by(value, event_number) as status,
        max_by(occurred_at, event_number) as status_since,
        count(case when previous_status = 'resolved' and value != 'deleted' then 1 end)
            as reopened_count
    from changes
    group by source, ticket_id
),

responses as (
    select
        source,
        ticket_id,
        count(*) as response_count,
        count(case when closed_at is null then 1 end) as owed_count
    from {{ ref("int_response_policies") }}
    group by source, ticket_id
)

select
    tickets.source,
    tickets.ticket_id,
    coalesce(tickets.customer_id, '(unknown)') as customer_id,
    tickets.account_id,
    tickets.subject,
    tickets.channel,
    cast(coalesce(current_severities.severity, tickets.severity, 0) as integer) as severity,
    coalesce(
        statuses.status,
        case
            when coalesce(tickets.updated_at <= {{ as_of() }}, true) then tickets.exported_status
        end
    ) as status,
    tickets.created_at,
    case when statuses.status = 'resolved' then statuses.status_since end as resolved_at,
    coalesce(statuses.reopened_count, 0) as reopened_count,
    events.first_message_at,
    events.last_message_at,
    events.first_event_at,
    events.last_event_at,
    coalesce(events.event_count, 0) as event_count,
    coalesce(responses.response_count, 0) as response_count,
    coalesce(responses.owed_count, 0) > 0 as is_owed,
    tickets.url,
    coalesce(tickets.code, tickets.ticket_id) as code
from tickets
left join current_severities
    on
        tickets.source = current_severities.source
        and tickets.ticket_id = current_severities.ticket_id
left join events
    on tickets.source = events.source and tickets.ticket_id = events.ticket_id
left join statuses
    on tickets.source = statuses.source and tickets.ticket_id = statuses.ticket_id
left join responses
    on tickets.source = responses.source and tickets.ticket_id = responses.ticket_id
-- so that whoever asks for one ticket reads a part of the file and not all of it
order by tickets.source, tickets.ticket_id
