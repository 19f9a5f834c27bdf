-- What closes a ticket and opens it again: its statuses, and what the customer writes.
with states as (
    select
        source,
        ticket_id,
        event_number,
        occurred_at,
        effect = 'opens' and metric = 'follow_up' as is_follow_up,
        coalesce(instant_rank = 5 and value = 'resolved', false) as is_resolved
    from {{ ref("fct_ticket_events") }}
    where instant_rank = 2 or (instant_rank = 5 and value is not null)
),

with_previous as (
    select
        *,
        coalesce(lag(is_resolved) over ticket_order, false) as was_resolved
    from states
    window ticket_order as (partition by source, ticket_id order by event_number)
),

-- Resolved once more, it has been resolved since the first time.
since_when as (
    select
        *,
        max(case when is_resolved and not was_resolved then occurred_at end) over (
            partition by source, ticket_id
            order by event_number
            rows between unbounded preceding and current row
        ) as resolved_at
    from with_previous
)

select
    responses.response_id,
    'old_thread' as reason,
    responses.opened_at as contested_at,
    cast(null as varchar) as contested_by
from since_when
cross join {{ ref("stg_policy__settings") }} as settings
inner join {{ ref("int_response_policies") }} as responses
    on
        since_when.source = responses.source
        and since_when.ticket_id = responses.ticket_id
        and since_when.event_number = responses.opened_by_event_number
where
    since_when.is_follow_up
    and since_when.was_resolved
    and {{ seconds_between("since_when.resolved_at", "since_when.occurred_at") }}
    > settings.old_thread_days * 86400
