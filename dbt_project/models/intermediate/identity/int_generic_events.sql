{%- set columns = [
    "source", "event_id", "ticket_id", "occurred_at", "kind", "event_value", "previous_value",
    "actor_kind", "actor_id", "channel",
] -%}

with versions as (
    select * from {{ ref("stg_generic__event_versions") }}
),

holding as (
    select * from {{ ref("int_repeated_events") }}
    where recency_rank = 1
)

select
    versions.{{ columns | join(",\n    versions.") }}
from versions
left join holding
    on
        versions.source = holding.source
        and versions.ticket_id = holding.ticket_id
        and versions.event_id = holding.event_id
where holding.source is null
union all
select
    {{ columns | join(",\n    ") }}
from holding
