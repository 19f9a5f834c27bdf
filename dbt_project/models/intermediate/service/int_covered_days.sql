with days as (
    select local_date
    from {{ ref("int_calendar_days") }}
    where is_default_calendar
),

covered as (
    select
        coverage.customer_id,
        days.local_date,
        coverage.monthly_fee_eur,
        coverage.currency,
        row_number() over (
            partition by coverage.customer_id, days.local_date
            order by coverage.valid_from desc, coverage.register_row desc
        ) as register_rank
    from {{ ref("stg_register__customers") }} as coverage
    inner join days
        on
            coverage.valid_from <= days.local_date
            and coalesce(coverage.valid_until, days.local_date) >= days.local_date
    where coverage.is_dedicated
)

-- Of two rows for one day the later one holds, as in dim_customers.
select
    customer_id,
    local_date,
    monthly_fee_eur,
    currency
from covered
where register_rank = 1
