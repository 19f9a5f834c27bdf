select
    source,
    file_hash,
    file_row,
    code as field_code,
    value as field_value
from {{ source("landing", "liveagent_ticket_fields") }}
