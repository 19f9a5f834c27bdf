select
    calendar_id,
    open_bucket,
    started_at,
    open_seconds_from,
    open_seconds_until
from {{ source("landing", "policy_calendar_buckets") }}
