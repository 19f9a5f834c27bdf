select
    source,
    event_id,
    min(ticket_id) as first_ticket_id,
    max(ticket_id) as last_ticket_id
from {{ ref("stg_generic__event_versions") }}
group by source, event_id
having count(*) > 1
