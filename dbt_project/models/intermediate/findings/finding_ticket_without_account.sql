select
    'ticket_without_account' as kind,
    source,
    ticket_id as finding_key,
    concat(
        'ticket ', coalesce(code, ticket_id), ' names no customer, so its responses count for ',
        'nobody; set the customer in the help desk and export the ticket again'
    ) as message
from {{ ref("int_tickets") }}
where account_id is null
