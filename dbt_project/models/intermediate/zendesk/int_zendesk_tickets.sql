with tickets as (
    select * from {{ ref("stg_zendesk__tickets") }}
),

statuses as (
    select * from {{ ref("stg_policy__codes") }}
    where kind = 'zendesk' and topic = 'status'
)

select
    tickets.source,
    tickets.ticket_id,
    coalesce(tickets.organization_id, concat('user-', tickets.requester_id)) as account_id,
    tickets.subject,
    tickets.channel,
    tickets.severity_label,
    coalesce(statuses.meaning, tickets.status_code) as exported_status,
    tickets.created_at,
    tickets.updated_at,
    cast(null as varchar) as url,
    cast(null as varchar) as code
from tickets
left join statuses
    on tickets.status_code = statuses.code
