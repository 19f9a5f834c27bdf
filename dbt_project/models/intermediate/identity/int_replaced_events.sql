-- Beside each row, the one that holds.
with compared as (
    select
        *,
        first_value(occurred_at) over by_recency as holding_occurred_at,
        first_value(kind) over by_recency as holding_kind,
        first_value(coalesce(actor_kind, '')) over by_recency as holding_actor_kind,
        first_value(coalesce(actor_id, '')) over by_recency as holding_actor_id
    from {{ ref("int_repeated_events") }}
    window by_recency as (partition by source, ticket_id, event_id order by recency_rank)
)

select
    source,
    file_hash,
    file_row,
    ticket_id,
    event_id,
    occurred_at,
    occurred_at != holding_occurred_at
    or kind != holding_kind
    or coalesce(actor_kind, '') != holding_actor_kind
    or coalesce(actor_id, '') != holding_actor_id as is_another_event
from compared
where recency_rank > 1
