with chats as (
    select message_groups.*
    from {{ ref("stg_liveagent__message_groups") }} as message_groups
    inner join {{ source("landing", "policy_liveagent_codes") }} as types
        on message_groups.type_code = types.code
    where types.topic = 'group' and types.meaning = 'chat'
),

messages as (
    select
        chats.source,
        chats.group_id,
        chats.ticket_id,
        messages.created_at,
        messages.message_id,
        messages.writer_id,
        agents.agent_id is not null as is_agent
    from chats
    inner join {{ ref("stg_liveagent__messages") }} as messages
        on
            chats.source = messages.source
            and chats.file_hash = messages.file_hash
            and chats.file_row = messages.file_row
    left join {{ ref("int_agents") }} as agents
        on messages.source = agents.source and messages.writer_id = agents.agent_id
    where
        messages.created_at is not null
        and coalesce(messages.writer_id, '') != 'system00'
        and not coalesce(agents.is_bot, false)
),

-- A chat is one contact, however much was said: its first customer message, and the first agent
-- message after it.
numbered as (
    select
        *,
        min(case when not is_agent then created_at end) over (
            partition by source, group_id
        ) as asked_at
    from messages
),

ranked as (
    select
        *,
        row_number() over (
            partition by source, group_id, is_agent
            order by created_at, message_id, writer_id
        ) as speech_rank
    from numbered
    where created_at >= asked_at
)

select
    source,
    concat('g:', group_id, case when is_agent then ':agent' else ':customer' end) as event_id,
    ticket_id,
    created_at as occurred_at,
    case when is_agent then 'agent' else 'customer' end as actor_kind,
    writer_id as actor_id,
    'chat' as channel
from ranked
where speech_rank = 1
