with landed as (
    {{
        latest_row(
            source("landing", "liveagent_history"),
            key="history_id",
            columns=[
                "history_id", "ticket_id", "status", "date_from", "date_to", "agent_id",
            ],
        )
    }}
)

select
    source,
    history_id,
    ticket_id,
    status as status_code,
    date_from as started_at,
    date_to as ended_at,
    agent_id
from landed
