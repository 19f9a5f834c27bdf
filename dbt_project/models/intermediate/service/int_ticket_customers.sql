with tickets as (
    select
        source,
        ticket_id,
        channel
    from {{ ref("int_tickets") }}
),

accounts as (
    select
        source,
        ticket_id,
        coalesce(customer_id, '(unknown)') as customer_id,
        valid_from,
        valid_until
    from {{ ref("int_ticket_accounts") }}
)

select
    tickets.source,
    tickets.ticket_id,
    accounts.customer_id,
    tickets.channel,
    {{ owner_of_terms("owners") }} as policy_owner,
    accounts.valid_from,
    accounts.valid_until
from tickets
inner join accounts
    on tickets.source = accounts.source and tickets.ticket_id = accounts.ticket_id
left join {{ ref("int_policy_owners") }} as owners
    on accounts.customer_id = owners.customer_id
