select
    meeting_id,
    customer_id,
    source,
    agent_id,
    kind,
    booked_at,
    scheduled_at,
    held_at,
    status,
    cast(register_row as integer) as register_row
from {{ source("landing", "register_meetings") }}
