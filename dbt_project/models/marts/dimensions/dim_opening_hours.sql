select
    calendar_id,
    weekday,
    opens_minute,
    closes_minute
from {{ ref("stg_policy__opening_hours") }}
