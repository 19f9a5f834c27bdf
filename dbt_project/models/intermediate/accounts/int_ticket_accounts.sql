with periods as (
    select
        source,
        ticket_id,
        account_id,
        valid_from,
        valid_until
    from {{ ref("int_generic_ticket_accounts") }}
    union all
    select
        source,
        ticket_id,
        account_id,
        valid_from,
        valid_until
    from {{ ref("int_liveagent_ticket_accounts") }}
),

accounts as (
    select * from {{ ref("int_account_customers") }}
)

select
    periods.source,
    periods.ticket_id,
    periods.account_id,
    coalesce(accounts.customer_id, periods.account_id) as customer_id,
    periods.valid_from,
    periods.valid_until
from periods
left join accounts
    on periods.source = accounts.source and periods.account_id = accounts.account_id
