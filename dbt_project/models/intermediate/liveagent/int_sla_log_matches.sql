-- A log none of whose records finds a ticket tells of other tickets: a finding, no comparison.
with logs_of_these_tickets as (
    select distinct source
    from {{ ref("int_sla_log_records") }}
    where is_ticket_known
),

records as (
    select records.*
    from {{ ref("int_sla_log_records") }} as records
    inner join logs_of_these_tickets
        on records.source = logs_of_these_tickets.source
),

responses as (
    select * from {{ ref("int_response_policies") }}
),

-- Where a status alone said that the customer was answered.
marked as (
    select distinct
        source,
        ticket_id,
        occurred_at
    from {{ ref("fct_ticket_events") }}
    where
        value = 'waiting_customer'
        and reason in ('dismissal', 'first_response_marked_as_answered')
),

-- The response that closed with the record, or opened with it, else the last open before it.
candidates as (
    select
        records.source,
        records.record_id,
        responses.response_id,
        row_number() over (
            partition by records.source, records.record_id
            order by
                case when responses.closed_at = records.closed_at then 0 else 1 end,
                case when responses.opened_at = records.started_at then 0 else 1 end,
                responses.opened_at desc,
                responses.cycle_number desc
        ) as candidate_rank
    from records
    inner join responses
        on
            records.source = responses.source
            and records.ticket_id = responses.ticket_id
            and responses.opened_at
            <= coalesce(records.closed_at, records.started_at, {{ as_of() }})
)

select
    records.*,
    candidates.response_id,
    marked.ticket_id is not null as is_marked_as_answered
from records
left join candidates
    on
        records.source = candidates.source
        and records.record_id = candidates.record_id
        and candidates.candidate_rank = 1
left join marked
    on
        records.source = marked.source
        and records.ticket_id = marked.ticket_id
        and records.closed_at = marked.occurred_at
