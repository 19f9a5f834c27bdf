with events as (
    {{
        latest_row(
            source("landing", "generic_events"),
            key=["ticket_id", "event_id"],
            columns=event_columns().split(","),
            updated_at="updated_at",
        )
    }}
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
