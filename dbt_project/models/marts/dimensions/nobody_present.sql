select
    customer_id,
    source,
    absent_agent_id,
    register_row,
    first_date,
    last_date
from {{ ref("int_unattended_customers") }}
