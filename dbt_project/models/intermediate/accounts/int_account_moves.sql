with periods as (
    select
        *,
        lag(account_id) over ticket_order as previous_account_id,
        lag(customer_id) over ticket_order as previous_customer_id
    from {{ ref("int_ticket_accounts") }}
    window ticket_order as (partition by source, ticket_id order by valid_from nulls first)
)

select
    source,
    ticket_id,
    valid_from as moved_at,
    previous_account_id as from_account_id,
    account_id as to_account_id,
    previous_customer_id as from_customer_id,
    customer_id as to_customer_id
from periods
where valid_from is not null and account_id != previous_account_id
