select
    versions.policy_version_id,
    versions.policy_owner,
    versions.policy_version,
    versions.override_version,
    versions.calendar_id,
    greatest(versions.policy_version, versions.override_version) as started_date,
    versions.started_at,
    versions.ended_at,
    {{ is_in_force("versions", as_of()) }} as is_in_force
from {{ ref("stg_policy__versions") }} as versions
