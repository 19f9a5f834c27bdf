select
    policy_version_id,
    status
from {{ source("landing", "policy_pause_statuses") }}
