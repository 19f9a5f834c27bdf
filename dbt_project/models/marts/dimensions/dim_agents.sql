select
    source,
    agent_id,
    agent_name,
    email,
    tier,
    is_bot
from {{ ref("int_agents") }}
