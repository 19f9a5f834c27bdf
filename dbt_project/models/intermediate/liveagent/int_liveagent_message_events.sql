with message_groups as (
    select * from {{ ref("stg_liveagent__message_groups") }}
),

types as (
    select * from {{ source("landing", "policy_liveagent_codes") }}
    where topic = 'group' and meaning not in ('chat', 'nothing')
),

agents as (
    select * from {{ ref("int_agents") }}
),

tickets_with_calls as (
    select distinct
        source,
        ticket_id
    from {{ ref("stg_liveagent__calls") }}
    where ticket_id is not null
),

spoken as (
    select
        message_groups.source,
        message_groups.group_id,
        message_groups.ticket_id,
        message_groups.created_at,
        message_groups.writer_id,
        types.meaning as speaker,
        types.channel,
        agents.agent_id is not null as is_agent
    from message_groups
    inner join types
        on message_groups.type_code = types.code
    left join agents
        on message_groups.source = agents.source and message_groups.writer_id = agents.agent_id
    left join tickets_with_calls
        on
            message_groups.source = tickets_with_calls.source
            and message_groups.ticket_id = tickets_with_calls.ticket_id
    where types.meaning not in ('caller', 'callee') or tickets_with_calls.ticket_id is null
)

-- The direction is no field of its own: it follows from the type, and from who wrote.
select
    source,
    concat('g:', group_id) as event_id,
    ticket_id,
    created_at as occurred_at,
    case when speaker = 'note' then 'note' else 'message' end as kind,
    case
        when writer_id = 'system00' then 'system'
        when speaker in ('agent', 'callee') then 'agent'
        when speaker = 'caller' then 'customer'
        when is_agent then 'agent'
        else 'customer'
    end as actor_kind,
    writer_id as actor_id,
    channel
from spoken
