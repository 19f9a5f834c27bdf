with landed as (
    {{
        latest_row(
            source("landing", "liveagent_calls"),
            key="call_id",
            columns=[
                "call_id", "ticket_id", "type", "date_created", "date_answered",
                "date_finished", "agent_id",
            ],
        )
    }}
)

select
    source,
    call_id,
    ticket_id,
    type as type_code,
    date_created as created_at,
    date_answered as answered_at,
    date_finished as finished_at,
    agent_id
from landed
