select
    'ambiguous_account' as kind,
    source,
    account_id as finding_key,
    concat(
        'accounts.csv gives account ', account_id, ' to ',
        cast(count(distinct customer_id) as varchar), ' customers; ', min(customer_id),
        ' has it for now, leave only one row'
    ) as message
from {{ ref("stg_register__accounts") }}
group by source, account_id
having count(distinct customer_id) > 1
