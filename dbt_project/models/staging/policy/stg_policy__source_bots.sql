select
    source,
    agent_id
from {{ source("landing", "policy_source_bots") }}
