with said as (
    select * from {{ ref("stg_policy__codes") }}
    where kind = 'liveagent' and topic = 'line' and meaning = 'said'
)

select
    message_groups.source,
    message_groups.ticket_id,
    message_groups.group_id,
    message_groups.speaker,
    messages.message_id,
    messages.writer_id,
    messages.created_at,
    said.code is not null as is_said,
    agents.agent_id is not null as is_by_agent,
    coalesce(agents.is_bot, false) as is_by_bot
from {{ ref("int_liveagent_groups") }} as message_groups
inner join {{ ref("stg_liveagent__messages") }} as messages
    on
        message_groups.source = messages.source
        and message_groups.file_hash = messages.file_hash
        and message_groups.file_row = messages.file_row
left join said
    on messages.type_code = said.code
left join {{ ref("int_agents") }} as agents
    on messages.source = agents.source and messages.writer_id = agents.agent_id
where message_groups.speaker in ('chat', 'caller', 'callee')
