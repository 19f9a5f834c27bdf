with agents as (
    {{
        latest_row(
            source("landing", "generic_agents"),
            key="agent_id",
            columns=["agent_id", "name", "tier", "is_bot"],
        )
    }}
)

select
    source,
    agent_id,
    name as agent_name,
    tier,
    coalesce(is_bot, false) as is_bot
from agents
