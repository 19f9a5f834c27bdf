select
    source,
    contact_id,
    -- a contact that belongs to no company is an account of its own
    coalesce(company_id, contact_id) as account_id,
    cast(null as {{ var("instant") }}) as updated_at,
    file_hash
from {{ source("landing", "liveagent_contacts") }}
