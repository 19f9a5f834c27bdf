select
    source,
    ticket_id,
    owner_contactid as owner_contact_id,
    departmentid as department_id,
    date_changed as updated_at,
    file_modified_at,
    file_hash,
    file_row
from {{ source("landing", "liveagent_tickets") }}
