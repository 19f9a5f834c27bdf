select
    source,
    event_id,
    ticket_id,
    occurred_at,
    kind,
    cast(null as varchar) as event_value,
    cast(null as varchar) as previous_value,
    actor_kind,
    actor_id,
    channel
from {{ ref("int_liveagent_message_events") }}
union all
select
    source,
    event_id,
    ticket_id,
    occurred_at,
    'message' as kind,
    cast(null as varchar) as event_value,
    cast(null as varchar) as previous_value,
    actor_kind,
    actor_id,
    channel
from {{ ref("int_liveagent_chat_events") }}
union all
select
    source,
    event_id,
    ticket_id,
    occurred_at,
    'message' as kind,
    cast(null as varchar) as event_value,
    cast(null as varchar) as previous_value,
    actor_kind,
    actor_id,
    channel
from {{ ref("int_liveagent_call_events") }}
union all
select
    source,
    event_id,
    ticket_id,
    occurred_at,
    'status' as kind,
    event_value,
    cast(null as varchar) as previous_value,
    cast(null as varchar) as actor_kind,
    cast(null as varchar) as actor_id,
    cast(null as varchar) as channel
from {{ ref("int_liveagent_status_events") }}
union all
select
    source,
    event_id,
    ticket_id,
    occurred_at,
    'severity' as kind,
    event_value,
    previous_value,
    cast(null as varchar) as actor_kind,
    cast(null as varchar) as actor_id,
    cast(null as varchar) as channel
from {{ ref("int_liveagent_severity_events") }}
union all
select
    source,
    event_id,
    ticket_id,
    occurred_at,
    'escalation' as kind,
    event_value,
    cast(null as varchar) as previous_value,
    'agent' as actor_kind,
    actor_id,
    cast(null as varchar) as channel
from {{ ref("int_liveagent_escalation_events") }}
