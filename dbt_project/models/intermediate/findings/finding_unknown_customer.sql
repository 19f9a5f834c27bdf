with unknown as (
    select distinct
        tickets.source,
        tickets.account_id,
        tickets.customer_id
    from {{ ref("int_ticket_accounts") }} as tickets
    left join {{ ref("stg_register__customers") }} as register
        on tickets.customer_id = register.customer_id
    where register.customer_id is null and tickets.account_id is not null
)

select
    'unknown_customer' as kind,
    source,
    account_id as finding_key,
    concat(
        'account ', account_id, ' has tickets but no row in the register; add it to ',
        'register/customers.csv, or to register/accounts.csv if it belongs to a customer there'
    ) as message
from unknown
