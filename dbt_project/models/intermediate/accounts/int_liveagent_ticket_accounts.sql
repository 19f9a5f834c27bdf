with contacts as (
    select * from {{ ref("int_liveagent_ticket_contacts") }}
),

accounts as (
    select * from {{ ref("int_liveagent_contact_accounts") }}
)

-- While the contact had the ticket, and was of the account. A contact that never came is its own.
select
    contacts.source,
    contacts.ticket_id,
    coalesce(accounts.account_id, contacts.owner_contact_id) as account_id,
    greatest(contacts.valid_from, accounts.valid_from) as valid_from,
    least(contacts.valid_until, accounts.valid_until) as valid_until
from contacts
left join accounts
    on
        contacts.source = accounts.source
        and contacts.owner_contact_id = accounts.contact_id
        and coalesce(contacts.valid_from < accounts.valid_until, true)
        and coalesce(accounts.valid_from < contacts.valid_until, true)
