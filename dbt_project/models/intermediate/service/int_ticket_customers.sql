with tickets as (
    select
        source,
        ticket_id,
        channel,
        coalesce(customer_id, '(unknown)') as customer_id
    from {{ ref("int_tickets") }}
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
    tickets.customer_id,
    tickets.channel,
    coalesce(owners.customer_id, '*') as policy_owner
from tickets
left join owners
    on tickets.customer_id = owners.customer_id
