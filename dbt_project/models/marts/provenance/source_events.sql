select
    source,
    count(*) as event_count,
    max(occurred_at) as newest_event_at
from {{ ref("fct_ticket_events") }}
group by source
