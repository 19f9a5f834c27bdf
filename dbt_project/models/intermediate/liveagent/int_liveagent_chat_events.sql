-- Only what somebody says counts: not what the program notes down under their id, nor a bot.
with messages as (
    select *
    from {{ ref("int_liveagent_lines") }}
    where
        speaker = 'chat'
        and is_said
        and created_at is not null
        and coalesce(writer_id, '') != 'system00'
        and not is_by_bot
),

-- A chat is one contact, however much was said: its first customer message, and the first agent
-- message after it.
numbered as (
    select
        *,
        min(case when not is_by_agent then created_at end) over (
            partition by source, ticket_id, group_id
        ) as asked_at
    from messages
),

ranked as (
    select
        *,
        row_number() over (
            partition by source, ticket_id, group_id, is_by_agent
            order by created_at, message_id, writer_id
        ) as speech_rank
    from numbered
    where created_at >= asked_at
)

select
    source,
    concat('g:', group_id, case when is_by_agent then ':agent' else ':customer' end) as event_id,
    ticket_id,
    created_at as occurred_at,
    case when is_by_agent then 'agent' else 'customer' end as actor_kind,
    writer_id as actor_id,
    'chat' as channel
from ranked
where speech_rank = 1
