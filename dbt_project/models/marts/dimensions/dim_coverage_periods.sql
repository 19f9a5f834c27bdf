select
    customer_id,
    cast(register_row as integer) as register_row,
    plan,
    coalesce(add_on = 'vip', false) as is_dedicated,
    valid_from,
    valid_until,
    monthly_fee_eur,
    currency
from {{ source("landing", "register_customers") }}
