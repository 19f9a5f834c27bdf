select
    calendar_id,
    time_zone,
    day_seconds
from {{ source("landing", "policy_calendars") }}
