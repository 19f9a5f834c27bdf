with coverage as (
    select * from {{ ref("stg_register__customers") }}
),

ranked as (
    select
        *,
        row_number() over (partition by customer_id order by valid_from desc, register_row desc)
            as period_rank
    from coverage
),

registered as (
    select * from ranked
    where period_rank = 1
),

dedicated as (
    select distinct customer_id
    from coverage
    where is_dedicated
),

covered_now as (
    select covered.customer_id
    from {{ ref("int_covered_days") }} as covered
    inner join {{ ref("int_calendar_days") }} as days
        on covered.local_date = days.local_date
    where
        days.is_default_calendar
        and days.started_at <= {{ as_of() }}
        and days.ended_at > {{ as_of() }}
),

-- Accounts that only the exports know; two sources may know one customer under two names.
exported as (
    select
        coalesce(owners.customer_id, accounts.account_id) as customer_id,
        min(accounts.account_name) as customer_name
    from {{ ref("int_accounts") }} as accounts
    left join {{ ref("int_account_customers") }} as owners
        on accounts.source = owners.source and accounts.account_id = owners.account_id
    group by coalesce(owners.customer_id, accounts.account_id)
),

known as (
    select customer_id from registered
    union
    select customer_id from exported
    union
    select customer_id from {{ ref("int_response_policies") }}
    union
    select coalesce(customer_id, '(unknown)') as customer_id from {{ ref("int_tickets") }}
)

select
    known.customer_id,
    coalesce(registered.name, exported.customer_name, known.customer_id) as customer_name,
    registered.customer_id is not null as is_registered,
    dedicated.customer_id is not null as is_dedicated,
    covered_now.customer_id is not null as is_covered_now,
    {{ owner_of_terms("owners") }} as policy_owner,
    registered.plan,
    registered.language
from known
left join registered
    on known.customer_id = registered.customer_id
left join exported
    on known.customer_id = exported.customer_id
left join dedicated
    on known.customer_id = dedicated.customer_id
left join covered_now
    on known.customer_id = covered_now.customer_id
left join {{ ref("int_policy_owners") }} as owners
    on known.customer_id = owners.customer_id
