select
    calendar_id,
    time_zone,
    day_seconds as working_day_seconds
from {{ ref("stg_policy__calendars") }}
