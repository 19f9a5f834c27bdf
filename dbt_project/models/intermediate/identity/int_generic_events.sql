{%- set repeated = ref("int_repeated_events") -%}

{{
    holding_rows(
        ref("stg_generic__event_versions"),
        key=["ticket_id", "event_id"],
        columns=[
            "event_id", "ticket_id", "occurred_at", "kind", "event_value", "previous_value",
            "actor_kind", "actor_id", "channel",
        ],
        repeated=repeated,
        ranked=repeated,
    )
}}
