select
    local_month as month,
    max(local_date) as last_date,
    max(case when is_begun then local_date end) as last_begun_date,
    cast(sum(open_seconds) as bigint) as open_seconds,
    cast(sum(passed_open_seconds) as bigint) as passed_open_seconds,
    least(
        {{ as_of() }},
        -- its last day's first second in UTC: the next month has not begun yet in any zone
        cast(max(local_date) as {{ var("instant") }})
    ) as judged_at
from {{ ref("int_calendar_days") }}
where is_default_calendar
group by local_month
