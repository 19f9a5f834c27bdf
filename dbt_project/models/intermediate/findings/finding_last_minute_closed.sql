with segments as (
    select
        *,
        lead(local_date) over (partition by calendar_id order by started_at) as next_local_date
    from {{ ref("stg_policy__calendar_segments") }}
),

calendars as (
    select calendar_id
    from {{ ref("stg_policy__opening_hours") }}
    where closes_minute = 1439
    union
    -- the hours of single days stand in the calendar itself
    select calendar_id
    from segments
    where
        not is_open
        and {{ seconds_between("started_at", "ended_at") }} = 60
        and next_local_date > local_date
)

select
    'last_minute_closed' as kind,
    'policy' as source,
    calendar_id as finding_key,
    concat(
        'calendar ', calendar_id, ' in policy.yml closes at 23:59, so the last minute of the day ',
        'is closed and no clock runs in it; write 24:00 if it is open until midnight'
    ) as message
from calendars
