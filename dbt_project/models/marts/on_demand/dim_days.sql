select
    local_date,
    month,
    is_working_day,
    holiday_name
from {{ ref("dim_calendar_days") }}
where is_default_calendar
