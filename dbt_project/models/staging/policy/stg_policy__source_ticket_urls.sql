select
    source,
    pattern
from {{ source("landing", "policy_source_ticket_urls") }}
