with landed as (
    {{
        latest_row(
            source("landing", "liveagent_agents"),
            key="agent_id",
            columns=[
                "agent_id", "name", "email", "status",
            ],
        )
    }}
)

select
    source,
    agent_id,
    name as agent_name,
    email,
    status as status_code
from landed
