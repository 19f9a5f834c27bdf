-- Only what customers and human agents write, and statuses, can open or close anything.
with events as (
    select *
    from {{ ref("int_events") }}
    where instant_rank in (2, 4, 5) and occurred_at <= {{ as_of() }}
),

-- What the rest of the ticket says about an event, in the ticket's order.
in_context as (
    select
        *,
        row_number() over ticket_order as event_number,
        count(case when instant_rank = 4 then 1 end) over ticket_order as agent_message_count,
        lag(case when kind = 'status' then event_value end ignore nulls) over ticket_order
            as previous_status,
        lead(case when instant_rank in (2, 4) then actor_kind end ignore nulls) over ticket_order
            as next_writer_kind,
        lead(case when instant_rank in (2, 4) then occurred_at end ignore nulls) over ticket_order
            as next_written_at
    from events
    window ticket_order as (
        partition by source, ticket_id
        order by occurred_at, instant_rank, event_id
    )
),

compared as (
    select
        *,
        kind = 'status'
        and coalesce(event_value != previous_status, true) as is_status_change,
        kind = 'status' and coalesce(actor_kind, '') = 'bot' as is_status_by_bot,
        -- A status and the reply within a minute of it are one action; the reply is what counts.
        coalesce(
            kind = 'status'
            and event_value in ('resolved', 'waiting_customer')
            and coalesce(actor_kind, '') != 'bot'
            and next_writer_kind = 'agent'
            and {{ is_within_a_minute("occurred_at", "next_written_at") }},
            false
        ) as is_one_action_with_reply
    from in_context
)

select
    source,
    ticket_id,
    event_id,
    event_number,
    occurred_at,
    instant_rank,
    kind,
    event_value,
    -- where the source is silent, the ticket's status before
    case when kind = 'status' then coalesce(previous_value, previous_status) else previous_value end
        as previous_value,
    actor_kind,
    actor_id,
    channel,
    is_status_change,
    is_one_action_with_reply,
    -- A first response is owed exactly as long as no human agent has written publicly.
    case when agent_message_count = 0 then 'first_response' else 'follow_up' end as metric,
    case
        when instant_rank = 2 then 'opens'
        when instant_rank = 4 then 'reply'
        when kind != 'status' or is_one_action_with_reply then null
        when event_value = 'deleted' and is_status_change then 'deletion'
        -- what a bot sets is the ticket's status, and closes nothing else
        when is_status_by_bot then null
        -- a repeated `resolved` counts as well
        when event_value = 'resolved' then 'resolution'
        when event_value = 'waiting_customer' and is_status_change and agent_message_count > 0
            then 'dismissal'
    end as turn
from compared
