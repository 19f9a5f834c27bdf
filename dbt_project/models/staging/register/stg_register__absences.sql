select
    source,
    agent_id,
    valid_from,
    valid_until,
    stand_in_id,
    cast(register_row as integer) as register_row
from {{ source("landing", "register_absences") }}
