select
    source,
    file_hash,
    file_row,
    tag
from {{ source("landing", "zendesk_ticket_tags") }}
