with responses as (
    select * from {{ ref("int_responses_owed") }}
),

versions as (
    select * from {{ source("landing", "policy_versions") }}
),

-- Customers with overrides have versions of their own; everybody else shares the owner `*`.
owners as (
    select distinct policy_owner as customer_id
    from versions
    where policy_owner != '*'
),

owned as (
    select
        responses.*,
        coalesce(owners.customer_id, '*') as policy_owner
    from responses
    left join owners
        on responses.customer_id = owners.customer_id
)

-- The version is chosen once, at the opening, for all legs.
select
    owned.*,
    versions.policy_version_id,
    versions.policy_version,
    versions.override_version,
    versions.calendar_id,
    coalesce(severities.severity, owned.exported_severity) as opening_severity
from owned
inner join versions
    on
        owned.policy_owner = versions.policy_owner
        and owned.opened_at >= coalesce(versions.started_at, owned.opened_at)
        and (versions.ended_at is null or owned.opened_at < versions.ended_at)
left join {{ ref("int_severity_periods") }} as severities
    on
        owned.source = severities.source
        and owned.ticket_id = severities.ticket_id
        and owned.opened_at >= coalesce(severities.started_at, owned.opened_at)
        and (severities.ended_at is null or owned.opened_at < severities.ended_at)
