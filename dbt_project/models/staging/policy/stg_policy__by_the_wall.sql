select
    policy_version_id,
    cast(severity as integer) as severity,
    wall_seconds
from {{ source("landing", "policy_by_the_wall") }}
