select
    response_id,
    opened_at,
    reason,
    approved_by,
    approved_on,
    note,
    cast(register_row as integer) as register_row
from {{ source("landing", "register_waivers") }}
