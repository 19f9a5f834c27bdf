with landed as (
    {{
        latest_row(
            source("landing", "liveagent_sla_log"),
            key="record_id",
            columns=[
                "record_id", "ticket_id", "conversation_id", "type", "level",
                "status", "date_from", "date_due", "date_closed",
                "date_fulfilled",
            ],
        )
    }}
)

select
    source,
    record_id,
    ticket_id,
    conversation_id,
    type as record_type,
    level,
    status,
    date_from as started_at,
    date_due as due_at,
    date_closed as closed_at,
    date_fulfilled as fulfilled_at
from landed
