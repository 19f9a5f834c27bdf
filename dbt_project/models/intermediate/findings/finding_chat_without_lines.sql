with lines as (
    select distinct
        source,
        ticket_id,
        group_id
    from {{ ref("int_liveagent_lines") }}
)

select
    'chat_without_lines' as kind,
    chats.source,
    concat(chats.ticket_id, ' ', chats.group_id) as finding_key,
    concat(
        'chat ', chats.group_id, ' of ticket ', chats.ticket_id,
        ' came without its lines, so nothing is known of who said what; export the messages of ',
        'its group too'
    ) as message
from {{ ref("int_liveagent_groups") }} as chats
left join lines
    on
        chats.source = lines.source
        and chats.ticket_id = lines.ticket_id
        and chats.group_id = lines.group_id
where chats.speaker = 'chat' and lines.group_id is null
