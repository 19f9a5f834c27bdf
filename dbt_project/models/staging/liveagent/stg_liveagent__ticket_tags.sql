select
    source,
    file_hash,
    file_row,
    tag_id
from {{ source("landing", "liveagent_ticket_tags") }}
