select
    gaps.source,
    gaps.ticket_id,
    gaps.customer_id,
    gaps.severity,
    gaps.began_month as month,
    gaps.began_month,
    gaps.started_at,
    messages.event_id as started_by_event_id,
    messages.actor_id as agent_id,
    messages.actor_id as started_by_agent_id,
    gaps.ended_at,
    gaps.is_running,
    gaps.gap_seconds,
    gaps.target_seconds,
    gaps.calendar_id,
    gaps.is_covered
from {{ ref("int_update_gaps") }} as gaps
inner join {{ ref("fct_ticket_events") }} as messages
    on
        gaps.source = messages.source
        and gaps.ticket_id = messages.ticket_id
        and gaps.message_number = messages.event_number
where gaps.is_late
