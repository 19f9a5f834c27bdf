with versions as (
    select * from {{ ref("stg_policy__versions") }}
),

targets as (
    select * from {{ ref("stg_policy__targets") }}
),

readings as (
    select * from {{ ref("stg_policy__readings") }}
),

calendars as (
    select * from {{ ref("stg_policy__calendars") }}
)

select
    versions.policy_version_id,
    versions.policy_owner,
    versions.policy_version,
    versions.override_version,
    versions.calendar_id,
    calendars.day_seconds as working_day_seconds,
    versions.started_at,
    versions.ended_at,
    readings.reading,
    targets.severity,
    targets.metric,
    targets.amount_count,
    targets.amount_unit,
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
inner join calendars
    on versions.calendar_id = calendars.calendar_id
