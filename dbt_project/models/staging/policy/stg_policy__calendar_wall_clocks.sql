select
    calendar_id,
    utc_date,
    started_at,
    ended_at,
    utc_offset_seconds
from {{ source("landing", "policy_calendar_wall_clocks") }}
