-- The log is exported under several names for the same things.
select
    source,
    record_id,
    coalesce(ticket_id, conversation_id) as ticket_id,
    coalesce(level, record_type) as level,
    status,
    started_at,
    due_at,
    coalesce(fulfilled_at, closed_at) as closed_at
from {{ ref("stg_liveagent__sla_log") }}
