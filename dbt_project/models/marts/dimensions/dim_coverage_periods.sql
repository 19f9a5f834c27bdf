select
    customer_id,
    register_row,
    plan,
    is_dedicated,
    valid_from,
    valid_until,
    monthly_fee_eur,
    currency
from {{ ref("stg_register__customers") }}
