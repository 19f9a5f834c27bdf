with tickets as (
    select * from {{ ref("stg_liveagent__tickets") }}
),

contacts as (
    select * from {{ ref("stg_liveagent__contacts") }}
),

channels as (
    select * from {{ ref("stg_policy__codes") }}
    where kind = 'liveagent' and topic = 'channel'
),

statuses as (
    select * from {{ ref("stg_policy__codes") }}
    where kind = 'liveagent' and topic = 'status'
),

versions as (
    select
        *,
        lead(version_number) over (
            partition by source, ticket_id order by version_number
        ) is null as is_last
    from {{ ref("int_liveagent_ticket_versions") }}
),

last_exported as (
    select * from versions
    where is_last
)

select
    tickets.source,
    tickets.ticket_id,
    coalesce(contacts.company_id, tickets.owner_contact_id) as account_id,
    tickets.subject,
    coalesce(channels.meaning, tickets.channel_code) as channel,
    cast(last_exported.severity as varchar) as severity_label,
    coalesce(statuses.meaning, tickets.status_code) as exported_status,
    tickets.created_at,
    tickets.updated_at,
    cast(null as varchar) as url,
    tickets.code
from tickets
left join contacts
    on tickets.source = contacts.source and tickets.owner_contact_id = contacts.contact_id
left join channels
    on tickets.channel_code = channels.code
left join statuses
    on tickets.status_code = statuses.code
left join last_exported
    on tickets.source = last_exported.source and tickets.ticket_id = last_exported.ticket_id
