select
    source,
    ticket_id,
    coalesce(organization_id, concat('user-', requester_id)) as account_id,
    subject,
    channel,
    severity_label,
    status_code as exported_status,
    created_at,
    updated_at,
    cast(null as varchar) as url,
    cast(null as varchar) as code
from {{ ref("stg_zendesk__tickets") }}
