select
    source,
    ticket_id,
    event_id,
    file_hash
from {{ source("landing", "generic_events") }}
