select
    'call_without_ticket' as kind,
    source,
    call_id as finding_key,
    concat(
        'call ', call_id, ' belongs to no ticket, so nothing follows from it; if a customer waits ',
        'for an answer, give it a ticket in the help desk and export the calls again'
    ) as message
from {{ ref("stg_liveagent__calls") }}
where ticket_id is null
