with versions as (
    select * from {{ source("landing", "policy_versions") }}
),

targets as (
    select * from {{ source("landing", "policy_targets") }}
),

readings as (
    select * from {{ source("landing", "policy_readings") }}
)

select
    versions.policy_version_id,
    versions.policy_owner,
    versions.policy_version,
    versions.override_version,
    versions.calendar_id,
    versions.started_at,
    versions.ended_at,
    readings.reading,
    cast(targets.severity as integer) as severity,
    targets.metric,
    readings.clock,
    case
        when readings.clock = 'business' then targets.business_target_seconds
        else targets.wall_target_seconds
    end as target_seconds
from versions
inner join targets
    on versions.policy_version_id = targets.policy_version_id
inner join readings
    on targets.severity = readings.severity
