select
    customer_id,
    source,
    agent_id,
    valid_from,
    valid_until,
    register_row
from {{ ref("stg_register__roster") }}
