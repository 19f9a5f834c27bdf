select
    goal,
    default_calendar_id,
    instant_reply_seconds,
    instant_reply_out_of_hours_seconds,
    odd_share,
    old_thread_days
from {{ source("landing", "policy_settings") }}
