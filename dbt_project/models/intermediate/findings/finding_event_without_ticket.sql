with orphans as (
    select
        events.source,
        events.ticket_id,
        count(*) as event_count
    from {{ ref("int_events") }} as events
    left join {{ ref("int_tickets") }} as tickets
        on events.source = tickets.source and events.ticket_id = tickets.ticket_id
    where tickets.ticket_id is null
    group by events.source, events.ticket_id
)

select
    'event_without_ticket' as kind,
    source,
    ticket_id as finding_key,
    concat(
        'ticket ', ticket_id, ' has ', {{ how_many("event_count", "event") }},
        ' but never came itself; export the tickets of this period again'
    ) as message
from orphans
