select
    customer_id,
    source,
    agent_id,
    valid_from,
    valid_until,
    cast(register_row as integer) as register_row
from {{ source("landing", "register_roster") }}
