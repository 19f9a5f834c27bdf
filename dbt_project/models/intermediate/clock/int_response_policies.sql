with responses as (
    select * from {{ ref("int_responses_owed") }}
),

versions as (
    select * from {{ ref("stg_policy__versions") }}
),

owned as (
    select
        responses.*,
        {{ owner_of_terms("owners") }} as policy_owner
    from responses
    left join {{ ref("int_policy_owners") }} as owners
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
    on {{ holds_version("versions", "owned.policy_owner", "owned.opened_at") }}
left join {{ ref("int_severity_periods") }} as severities
    on
        owned.source = severities.source
        and owned.ticket_id = severities.ticket_id
        and {{ is_in_force("severities", "owned.opened_at") }}
