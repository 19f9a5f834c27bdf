with landed as (
    {{
        latest_row(
            source("landing", "zendesk_tickets"),
            key="ticket_id",
            columns=[
                "ticket_id", "subject", "channel", "priority", "status", "requester_id",
                "organization_id", "created_at", "updated_at", "file_hash", "file_row",
            ],
            updated_at="updated_at",
        )
    }}
)

select
    source,
    ticket_id,
    subject,
    channel,
    priority as severity_label,
    status as status_code,
    requester_id,
    organization_id,
    created_at,
    updated_at,
    file_hash,
    file_row
from landed
