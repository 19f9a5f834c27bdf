with accounts as (
    {{
        latest_row(
            source("landing", "generic_customers"),
            key="account_id",
            columns=["account_id", "name"],
        )
    }}
)

select
    source,
    account_id,
    name as account_name
from accounts
