with days as (
    select
        *,
        count(case when is_working_day then 1 end) over (
            order by local_date rows between unbounded preceding and 1 preceding
        ) as working_days_before
    from {{ ref("int_calendar_days") }}
    where is_default_calendar
),

-- The first midnight behind so many working days.
midnights as (
    select
        working_days_before,
        min(started_at) as reached_at
    from days
    group by working_days_before
),

month_starts as (
    select
        local_date as month,
        working_days_before,
        started_at,
        lag(local_date) over (order by local_date) as month_before
    from days
    where local_date = local_month
)

select
    month_starts.month_before as month,
    cast(midnights.working_days_before - month_starts.working_days_before as integer)
        as working_days,
    greatest(midnights.reached_at, month_starts.started_at) as due_at
from month_starts
inner join midnights
    on
        midnights.working_days_before >= month_starts.working_days_before
        -- as many as anybody may ask for, and some
        and midnights.working_days_before <= month_starts.working_days_before + 40
where month_starts.month_before is not null
