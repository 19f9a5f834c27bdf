select
    calendar_id,
    utc_date,
    local_date,
    started_at,
    ended_at,
    is_open,
    closed_reason,
    holiday_name,
    open_seconds_before,
    next_opening_at,
    next_opening_day_closes_at
from {{ source("landing", "policy_calendar_segments") }}
