with types as (
    select * from {{ ref("stg_policy__codes") }}
    where kind = 'liveagent' and topic = 'group'
),

-- Deleted, split away, merged away: no message on this ticket.
elsewhere as (
    select * from {{ ref("stg_policy__codes") }}
    where kind = 'liveagent' and topic = 'group_status' and meaning = 'elsewhere'
)

select
    message_groups.source,
    message_groups.ticket_id,
    message_groups.group_id,
    message_groups.writer_id,
    message_groups.created_at,
    message_groups.finished_at,
    types.meaning as speaker,
    types.channel,
    agents.agent_id is not null as is_by_agent,
    message_groups.file_hash,
    message_groups.file_row
from {{ ref("stg_liveagent__message_groups") }} as message_groups
inner join types
    on message_groups.type_code = types.code
left join elsewhere
    on message_groups.status_code = elsewhere.code
left join {{ ref("int_agents") }} as agents
    on message_groups.source = agents.source and message_groups.writer_id = agents.agent_id
where elsewhere.code is null
