select
    customer_id,
    name,
    plan,
    add_on,
    coalesce(add_on = 'vip', false) as is_dedicated,
    valid_from,
    valid_until,
    monthly_fee_eur,
    currency,
    language,
    report_to,
    cast(register_row as integer) as register_row
from {{ source("landing", "register_customers") }}
