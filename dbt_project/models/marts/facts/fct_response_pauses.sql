select
    response_id,
    pause_number,
    pause_status,
    paused_by_event_id,
    started_at,
    ended_at,
    is_running,
    business_ended_count - business_started_count as business_seconds,
    {{ seconds_between("started_at", "ended_at") }} as wall_seconds
from {{ ref("int_pauses") }}
