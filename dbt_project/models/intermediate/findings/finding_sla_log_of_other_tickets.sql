select
    'sla_log_of_other_tickets' as kind,
    source,
    'sla_log' as finding_key,
    concat(
        'none of the ', cast(count(*) as varchar), ' records of the SLA log of source ', source,
        ' finds a ticket, neither by id nor by number (the first names ', min(ticket_id),
        '), so nothing is compared; export tickets and log of the same account and period'
    ) as message
from {{ ref("int_sla_log_records") }}
group by source
having count(case when is_ticket_known then 1 end) = 0
