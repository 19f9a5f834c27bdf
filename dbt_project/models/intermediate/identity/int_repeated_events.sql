{#- In the order in which they are compared where nothing else tells which row holds. -#}
{%- set columns = [
    "event_id", "ticket_id", "occurred_at", "kind", "event_value", "previous_value", "actor_kind",
    "actor_id", "channel", "updated_at",
] -%}

with versions as (
    select versions.*
    from {{ ref("stg_generic__event_versions") }} as versions
    inner join {{ ref("int_repeated_event_ids") }} as ids
        on versions.source = ids.source and versions.event_id = ids.event_id
),

{{
    ranked_rows(
        "versions",
        key=["ticket_id", "event_id"],
        columns=columns,
        updated_at="updated_at",
    )
}}

select
    source,
    file_hash,
    file_row,
    {{ columns | join(",\n    ") }},
    recency_rank
from ranked
