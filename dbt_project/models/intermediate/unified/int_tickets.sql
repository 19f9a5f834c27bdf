with tickets as (
    {%- for rows_of_a_kind in [
        ref("stg_generic__tickets"),
        ref("int_liveagent_tickets"),
        ref("int_zendesk_tickets"),
    ] %}
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
            url,
            code
        from {{ rows_of_a_kind }}
        {{ "union all" if not loop.last }}
    {%- endfor %}
),

severity_labels as (
    select * from {{ ref("int_severity_labels") }}
),

severity_defaults as (
    select * from {{ ref("int_severity_defaults") }}
),

accounts as (
    select * from {{ ref("int_account_customers") }}
),

addresses as (
    select * from {{ ref("stg_policy__source_ticket_urls") }}
)

select
    tickets.source,
    tickets.ticket_id,
    tickets.account_id,
    coalesce(accounts.customer_id, tickets.account_id) as customer_id,
    tickets.subject,
    tickets.channel,
    tickets.severity_label,
    coalesce(severity_labels.severity, severity_defaults.severity) as severity,
    -- never read for a verdict
    tickets.exported_status,
    tickets.created_at,
    tickets.updated_at,
    coalesce(
        tickets.url, {{ ticket_url("addresses.pattern", "tickets.ticket_id", "tickets.code") }}
    ) as url,
    tickets.code
from tickets
left join severity_labels
    on
        tickets.source = severity_labels.source
        and coalesce(lower(tickets.severity_label), '') = severity_labels.severity_label
left join severity_defaults
    on tickets.source = severity_defaults.source
left join accounts
    on tickets.source = accounts.source and tickets.account_id = accounts.account_id
left join addresses
    on tickets.source = addresses.source
