select
    source,
    'events' as entity,
    file_hash,
    count(*) as replaced_row_count
from {{ ref("int_replaced_events") }}
group by source, file_hash
union all
select
    source,
    'tickets' as entity,
    file_hash,
    replaced_row_count
from {{ ref("stg_generic__replaced_tickets") }}
union all
select
    source,
    'agents' as entity,
    file_hash,
    replaced_row_count
from {{ ref("stg_generic__replaced_agents") }}
union all
select
    source,
    'customers' as entity,
    file_hash,
    replaced_row_count
from {{ ref("stg_generic__replaced_accounts") }}
