with events as (
    {{ latest_row(source("landing", "generic_events"), **event_rows()) }}
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
