select
    customer_id,
    source,
    agent_id,
    stands_in_for,
    valid_from,
    valid_until,
    register_row
from {{ ref("int_roster") }}
