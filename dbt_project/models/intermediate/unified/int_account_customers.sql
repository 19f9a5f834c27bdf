with accounts as (
    select
        source,
        account_id,
        customer_id,
        row_number() over (partition by source, account_id order by customer_id) as customer_rank
    from {{ ref("stg_register__accounts") }}
)

-- An account given to several customers is a finding; the first by id has it meanwhile.
select
    source,
    account_id,
    customer_id
from accounts
where customer_rank = 1
