with landed as (
    {{
        latest_row(
            source("landing", "liveagent_tickets"),
            key="ticket_id",
            columns=[
                "ticket_id", "owner_contactid", "channel_type", "status",
                "subject", "date_created", "date_changed", "code",
            ],
            updated_at="date_changed",
        )
    }}
)

select
    source,
    ticket_id,
    owner_contactid as owner_contact_id,
    channel_type as channel_code,
    status as status_code,
    subject,
    date_created as created_at,
    date_changed as updated_at,
    code
from landed
