with days as (
    select
        covered.customer_id,
        covered.local_date,
        covered.monthly_fee_eur,
        covered.currency,
        calendar.local_month,
        calendar.passed_open_seconds
    from {{ ref("int_covered_days") }} as covered
    inner join {{ ref("int_calendar_days") }} as calendar
        on covered.local_date = calendar.local_date
    where calendar.is_default_calendar and calendar.is_begun
),

months as (
    select
        customer_id,
        local_month,
        max(local_date) as last_covered_date,
        count(*) as covered_day_count,
        cast(sum(passed_open_seconds) as bigint) as covered_open_seconds
    from days
    group by customer_id, local_month
),

oldest_events as (
    select min(occurred_at) as occurred_at
    from {{ ref("fct_ticket_events") }}
),

first_months as (
    select days.local_month
    from {{ ref("int_calendar_days") }} as days
    inner join oldest_events
        on
            days.started_at <= oldest_events.occurred_at
            and days.ended_at > oldest_events.occurred_at
    where days.is_default_calendar
)

-- The fee is that of the last covered day, and not prorated.
select
    months.customer_id,
    months.local_month as month,
    months.covered_day_count,
    days.monthly_fee_eur,
    days.currency,
    months.covered_open_seconds,
    coalesce(months.local_month >= first_months.local_month, false) as is_told
from months
inner join days
    on months.customer_id = days.customer_id and months.last_covered_date = days.local_date
left join first_months
    on true
