-- Only what agents and customers write, and statuses that may close or open the ticket, or say that
-- it waits for the customer.
with events as (
    select
        source,
        ticket_id,
        event_number,
        occurred_at,
        instant_rank,
        case
            when instant_rank = 2 then false
            when instant_rank = 5 then coalesce(value in ('resolved', 'deleted'), false)
        end as is_closing,
        case
            when instant_rank = 2 then false
            when instant_rank = 5 then coalesce(value = 'waiting_customer', false)
        end as is_waiting
    from {{ ref("fct_ticket_events") }}
    where
        instant_rank in (2, 4)
        or is_status_change
        or (instant_rank = 5 and value in ('resolved', 'deleted', 'waiting_customer'))
),

-- How each of them leaves the ticket, until the next one.
in_context as (
    select
        source,
        ticket_id,
        occurred_at as started_at,
        lead(occurred_at) over ticket_order as ended_at,
        last_value(is_closing ignore nulls) over so_far as is_closed,
        last_value(is_waiting ignore nulls) over so_far as is_waiting,
        max(case when instant_rank = 4 then event_number end) over so_far as message_number,
        max(case when instant_rank = 4 then occurred_at end) over so_far as message_at,
        max(case when instant_rank = 2 then 1 else 0 end) over so_far = 1 as has_customer_written,
        lead(case when instant_rank = 4 then occurred_at end ignore nulls) over ticket_order
            as next_message_at
    from events
    window
        ticket_order as (partition by source, ticket_id order by event_number),
        so_far as (
            partition by source, ticket_id
            order by event_number
            rows between unbounded preceding and current row
        )
)

select
    source,
    ticket_id,
    message_number,
    message_at,
    next_message_at,
    has_customer_written,
    started_at,
    coalesce(ended_at, {{ as_of() }}) as ended_at,
    ended_at is null as is_running,
    ended_at is null and coalesce(is_waiting, false) as is_waiting_for_customer
from in_context
where
    message_number is not null
    and not coalesce(is_closed, false)
    and (ended_at is null or started_at < ended_at)
