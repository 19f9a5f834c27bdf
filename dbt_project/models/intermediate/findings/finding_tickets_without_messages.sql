with tickets as (
    select
        source,
        count(*) as ticket_count
    from {{ ref("stg_liveagent__tickets") }}
    group by source
),

-- Whatever could tell when somebody wrote or spoke.
told as (
    select source from {{ ref("stg_liveagent__message_groups") }}
    union
    select source from {{ ref("stg_liveagent__calls") }}
)

select
    'tickets_without_messages' as kind,
    tickets.source,
    'messages' as finding_key,
    concat(
        'source ', tickets.source, ' has ', {{ how_many("tickets.ticket_count", "ticket") }},
        ' and not a single message or call: such is the export of the ticket grid, which ',
        'has no message times, so no response time can come from it; export tickets and messages ',
        'through the API'
    ) as message
from tickets
left join told
    on tickets.source = told.source
where told.source is null
