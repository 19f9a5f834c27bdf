select
    policy_version_id,
    status
from {{ ref("stg_policy__pause_statuses") }}
