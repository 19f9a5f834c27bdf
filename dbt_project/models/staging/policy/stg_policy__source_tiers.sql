select
    source,
    agent_id,
    cast(tier as integer) as tier
from {{ source("landing", "policy_source_tiers") }}
