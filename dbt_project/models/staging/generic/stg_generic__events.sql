{%- set columns = ["source"] + event_columns().split(",") -%}

with landed as (
    select * from {{ source("landing", "generic_events") }}
),

holding as (
    select *
    from {{ ref("stg_generic__repeated_events") }}
    where recency_rank = 1
),

events as (
    select landed.{{ columns | join(", landed.") }}
    from landed
    left join holding
        on
            landed.source = holding.source
            and landed.ticket_id = holding.ticket_id
            and landed.event_id = holding.event_id
    where holding.source is null
    union all
    select {{ columns | join(", ") }}
    from holding
)

select
    source,
    event_id,
    ticket_id,
    occurred_at,
    kind,
    value as event_value,
    previous_value,
    actor_kind,
    actor_id,
    channel
from events
