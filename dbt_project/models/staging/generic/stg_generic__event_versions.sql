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
    channel,
    updated_at,
    file_hash,
    file_row,
    file_modified_at
from {{ source("landing", "generic_events") }}
