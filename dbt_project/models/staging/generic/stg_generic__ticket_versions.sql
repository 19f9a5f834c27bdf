select
    source,
    ticket_id,
    account_id,
    updated_at,
    file_hash
from {{ source("landing", "generic_tickets") }}
