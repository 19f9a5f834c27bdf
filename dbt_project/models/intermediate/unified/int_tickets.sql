with tickets as (
    select
        source,
        ticket_id,
        account_id,
        subject,
        channel,
        severity_label,
        exported_status,
        created_at,
        updated_at,
        url
    from {{ ref("stg_generic__tickets") }}
    union all
    select
        source,
        ticket_id,
        account_id,
        subject,
        channel,
        severity_label,
        exported_status,
        created_at,
        updated_at,
        url
    from {{ ref("int_liveagent_tickets") }}
),

severity_labels as (
    select * from {{ ref("int_severity_labels") }}
),

accounts as (
    select * from {{ ref("int_account_customers") }}
)

select
    tickets.source,
    tickets.ticket_id,
    tickets.account_id,
    coalesce(accounts.customer_id, tickets.account_id) as customer_id,
    tickets.subject,
    tickets.channel,
    tickets.severity_label,
    severity_labels.severity,
    -- never read for a verdict
    tickets.exported_status,
    tickets.created_at,
    tickets.updated_at,
    tickets.url
from tickets
left join severity_labels
    on
        tickets.source = severity_labels.source
        and lower(tickets.severity_label) = severity_labels.severity_label
left join accounts
    on tickets.source = accounts.source and tickets.account_id = accounts.account_id
