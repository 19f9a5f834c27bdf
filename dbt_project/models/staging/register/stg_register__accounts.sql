select
    source,
    account_id,
    customer_id,
    cast(register_row as integer) as register_row
from {{ source("landing", "register_accounts") }}
