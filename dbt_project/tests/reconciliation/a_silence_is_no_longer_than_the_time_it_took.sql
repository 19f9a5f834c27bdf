select
    source,
    ticket_id,
    started_at,
    ended_at,
    silence_seconds
from {{ ref("fct_silences") }}
where
    silence_seconds <= 0
    or silence_seconds > {{ seconds_between("started_at", "ended_at") }}
    or (is_running and ended_at != {{ as_of() }})
