select
    policy_version_id,
    policy_owner,
    policy_version,
    override_version,
    calendar_id,
    started_at,
    ended_at
from {{ source("landing", "policy_versions") }}
