with tickets as (
    {{
        latest_row(
            source("landing", "generic_tickets"),
            key="ticket_id",
            columns=[
                "ticket_id", "account_id", "subject", "channel", "severity", "status",
                "created_at", "updated_at", "url", "code",
            ],
            updated_at="updated_at",
        )
    }}
)

select
    source,
    ticket_id,
    account_id,
    subject,
    channel,
    severity as severity_label,
    status as exported_status,
    created_at,
    updated_at,
    url,
    code
from tickets
