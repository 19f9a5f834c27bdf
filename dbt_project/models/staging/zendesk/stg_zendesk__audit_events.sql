select
    source,
    file_hash,
    file_row,
    event_id,
    type as type_code,
    author_id,
    is_public,
    field_name,
    value as event_value,
    previous_value,
    started_at,
    answered_by_id
from {{ source("landing", "zendesk_audit_events") }}
