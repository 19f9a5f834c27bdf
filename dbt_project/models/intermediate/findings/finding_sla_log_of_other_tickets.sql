select
    'sla_log_of_other_tickets' as kind,
    source,
    'sla_log' as finding_key,
    concat(
        case when count(*) = 1 then 'the ' else 'none of the ' end,
        {{ how_many("count(*)", "record") }}, ' of the SLA log of source ', source,
        case when count(*) = 1 then ' finds no' else ' finds a' end,
        ' ticket, neither by id nor by number (',
        case when count(*) = 1 then 'it' else 'the first' end, ' names ', min(ticket_id),
        '), so nothing is compared; export tickets and log of the same account and period'
    ) as message
from {{ ref("int_sla_log_records") }}
group by source
having count(case when is_ticket_known then 1 end) = 0
