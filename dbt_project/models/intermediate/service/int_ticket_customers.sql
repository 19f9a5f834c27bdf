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
),

-- Customers with overrides have versions of their own; everybody else shares the owner `*`.
owners as (
    select distinct policy_owner as customer_id
    from {{ source("landing", "policy_versions") }}
    where policy_owner != '*'
)

select
    tickets.source,
    tickets.ticket_id,
    accounts.customer_id,
    tickets.channel,
    coalesce(owners.customer_id, '*') as policy_owner,
    accounts.valid_from,
    accounts.valid_until
from tickets
inner join accounts
    on tickets.source = accounts.source and tickets.ticket_id = accounts.ticket_id
left join owners
    on accounts.customer_id = owners.customer_id
