with landed as (
    {{
        latest_row(
            source("landing", "zendesk_ticket_audits"),
            key="audit_id",
            columns=[
                "audit_id", "ticket_id", "created_at", "author_id", "channel", "file_hash",
                "file_row",
            ],
        )
    }}
)

select
    source,
    audit_id,
    ticket_id,
    created_at,
    author_id,
    channel,
    file_hash,
    file_row
from landed
