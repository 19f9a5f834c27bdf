with segments as (
    select * from {{ ref("stg_policy__calendar_segments") }}
),

days as (
    select
        calendar_id,
        local_date,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        max(case when is_open then 1 else 0 end) = 1 as is_working_day,
        max(holiday_name) as holiday_name,
        max(case when closed_reason = 'holiday' or holiday_name is not null then 1 else 0 end) = 1
            as is_special,
        sum(case when is_open then {{ seconds_between("started_at", "ended_at") }} else 0 end)
            as open_seconds,
        sum(
            case
                when is_open and started_at < {{ as_of() }}
                    then {{ seconds_between("started_at", "least(ended_at, " ~ as_of() ~ ")") }}
                else 0
            end
        ) as passed_open_seconds
    from segments
    group by calendar_id, local_date
)

select
    days.calendar_id,
    days.calendar_id = settings.default_calendar_id as is_default_calendar,
    days.local_date,
    cast(date_trunc('month', days.local_date) as date) as local_month,
    days.started_at,
    days.ended_at,
    days.started_at <= {{ as_of() }} as is_begun,
    days.is_working_day,
    days.is_special,
    days.holiday_name,
    cast(days.open_seconds as bigint) as open_seconds,
    cast(days.passed_open_seconds as bigint) as passed_open_seconds
from days
cross join {{ ref("stg_policy__settings") }} as settings
