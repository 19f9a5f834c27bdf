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
    next_opening_at
from {{ ref("stg_policy__calendar_segments") }}
