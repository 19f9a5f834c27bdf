-- Nobody writes, and is answered, within seconds and long after or before the ticket was created;
-- on the telephone and in chats that may be.
with spoken_channels as (
    select channel from {{ ref("stg_policy__phone_channels") }}
    union
    select channel from {{ ref("stg_policy__chat_channels") }}
),

conversations as (
    select
        events.source,
        events.ticket_id,
        min(events.occurred_at) as first_message_at,
        max(events.occurred_at) as last_message_at
    from {{ ref("int_events") }} as events
    inner join {{ ref("int_tickets") }} as tickets
        on events.source = tickets.source and events.ticket_id = tickets.ticket_id
    left join spoken_channels
        on coalesce(events.channel, tickets.channel) = spoken_channels.channel
    where events.instant_rank in (2, 4) and events.occurred_at <= {{ as_of() }}
    group by events.source, events.ticket_id
    having
        min(events.instant_rank) < max(events.instant_rank)
        and count(spoken_channels.channel) = 0
        and {{ seconds_between("min(events.occurred_at)", "max(events.occurred_at)") }} <= 10
),

ranked as (
    select
        conversations.source,
        conversations.ticket_id,
        tickets.created_at,
        conversations.first_message_at,
        row_number() over (partition by conversations.source order by conversations.ticket_id)
            as ticket_rank
    from conversations
    inner join {{ ref("int_tickets") }} as tickets
        on
            conversations.source = tickets.source
            and conversations.ticket_id = tickets.ticket_id
    where
        abs({{ seconds_between("tickets.created_at", "conversations.first_message_at") }}) > 86400
)

select
    'messages_at_one_moment' as kind,
    source,
    min(ticket_id) as finding_key,
    concat(
        {{ how_many("count(*)", "ticket") }}, ' of source ', source,
        case when count(*) = 1 then ' holds all its' else ' hold all their' end,
        ' messages, from both sides, within seconds of one moment and more than a day off ',
        case when count(*) = 1 then 'its' else 'their' end, ' own creation (',
        {{ handful("ticket_id", "ticket_rank", "count(*)") }},
        '); these look like the times of an import, and what is measured by them is nothing: ',
        'export the messages with the times at which they were written'
    ) as message
from ranked
group by source
