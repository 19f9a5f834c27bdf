select
    calendar_id,
    is_default_calendar,
    local_date,
    local_month as month,
    local_month,
    started_at,
    ended_at,
    is_begun,
    is_working_day,
    is_special,
    holiday_name,
    open_seconds,
    passed_open_seconds
from {{ ref("int_calendar_days") }}
