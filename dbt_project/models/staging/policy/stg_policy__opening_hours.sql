select
    calendar_id,
    cast(weekday as integer) as weekday,
    cast(opens_minute as integer) as opens_minute,
    cast(closes_minute as integer) as closes_minute
from {{ source("landing", "policy_opening_hours") }}
