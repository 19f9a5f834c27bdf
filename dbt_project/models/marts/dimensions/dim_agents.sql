select
    source,
    agent_id,
    agent_name,
    tier,
    is_bot
from {{ ref("int_agents") }}
