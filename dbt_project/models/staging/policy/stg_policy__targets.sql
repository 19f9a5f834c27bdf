select
    policy_version_id,
    cast(severity as integer) as severity,
    metric,
    amount_count,
    amount_unit,
    business_target_seconds,
    wall_target_seconds
from {{ source("landing", "policy_targets") }}
