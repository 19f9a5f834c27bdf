select
    source,
    ticket_id,
    -- whose requester belongs to no organization is an account of its own
    coalesce(organization_id, concat('user-', requester_id)) as account_id,
    updated_at,
    file_hash
from {{ source("landing", "zendesk_tickets") }}
