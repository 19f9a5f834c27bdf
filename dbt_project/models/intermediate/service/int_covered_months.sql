with segments as (
    select segments.*
    from {{ source("landing", "policy_calendar_segments") }} as segments
    inner join {{ source("landing", "policy_settings") }} as settings
        on segments.calendar_id = settings.default_calendar_id
),

today as (
    select local_date
    from segments
    where started_at <= {{ as_of() }} and ended_at > {{ as_of() }}
),

oldest_event as (
    select min(occurred_at) as occurred_at
    from {{ ref("fct_ticket_events") }}
),

-- Nothing is told of months before the first event: calendars begin somewhere before it.
first_month as (
    select {{ local_month("segments") }} as month
    from segments
    inner join oldest_event
        on
            segments.started_at <= oldest_event.occurred_at
            and segments.ended_at > oldest_event.occurred_at
),

open_days as (
    select
        local_date,
        sum(
            case
                when is_open and started_at < {{ as_of() }}
                    then {{ seconds_between("started_at", "least(ended_at, " ~ as_of() ~ ")") }}
                else 0
            end
        ) as open_seconds
    from segments
    group by local_date
),

days as (
    select
        covered.customer_id,
        covered.local_date,
        covered.monthly_fee_eur,
        covered.currency,
        open_days.open_seconds,
        cast(date_trunc('month', covered.local_date) as date) as month
    from {{ ref("int_covered_days") }} as covered
    inner join open_days
        on covered.local_date = open_days.local_date
    cross join today
    where covered.local_date <= today.local_date
),

months as (
    select
        customer_id,
        month,
        max(local_date) as last_covered_on,
        count(*) as covered_day_count,
        cast(sum(open_seconds) as bigint) as covered_open_seconds
    from days
    group by customer_id, month
)

-- The fee is that of the last covered day, and not prorated.
select
    months.customer_id,
    months.month,
    months.covered_day_count,
    days.monthly_fee_eur,
    days.currency,
    months.covered_open_seconds
from months
inner join first_month
    on months.month >= first_month.month
inner join days
    on months.customer_id = days.customer_id and months.last_covered_on = days.local_date
