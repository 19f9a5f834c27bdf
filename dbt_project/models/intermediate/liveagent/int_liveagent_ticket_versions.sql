with versions as (
    select * from {{ ref("stg_liveagent__ticket_versions") }}
),

rules as (
    select * from {{ ref("stg_policy__source_severities") }}
),

defaults as (
    select * from {{ ref("int_severity_defaults") }}
),

marks as (
    select * from {{ ref("int_liveagent_severity_marks") }}
),

-- The first rule that fits decides.
first_fits as (
    select
        marks.source,
        marks.file_hash,
        marks.file_row,
        min(rules.rule_number) as rule_number
    from marks
    inner join rules
        on
            marks.source = rules.source
            and marks.origin = rules.origin
            and marks.name = lower(rules.name)
            and marks.value = lower(coalesce(rules.value, ''))
    group by marks.source, marks.file_hash, marks.file_row
)

select
    versions.source,
    versions.ticket_id,
    versions.updated_at,
    coalesce(rules.severity, defaults.severity) as severity,
    row_number() over (
        partition by versions.source, versions.ticket_id
        order by
            versions.updated_at nulls first,
            versions.file_modified_at,
            versions.file_hash,
            versions.file_row
    ) as version_number
from versions
left join first_fits
    on
        versions.source = first_fits.source
        and versions.file_hash = first_fits.file_hash
        and versions.file_row = first_fits.file_row
left join rules
    on first_fits.source = rules.source and first_fits.rule_number = rules.rule_number
left join defaults
    on versions.source = defaults.source
