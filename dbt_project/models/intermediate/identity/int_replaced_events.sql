select
    source,
    file_hash,
    file_row,
    ticket_id,
    event_id,
    occurred_at,
    is_another_event
from {{ ref("stg_generic__replaced_events") }}
