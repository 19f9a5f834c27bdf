with versions as (
    select * from {{ ref("stg_liveagent__ticket_versions") }}
),

-- What a rule of vip-sla.yml may go by.
marks as (
    select
        tagged.source,
        tagged.file_hash,
        tagged.file_row,
        'tag' as origin,
        lower(coalesce(tags.tag_name, tagged.tag_id)) as name,
        '' as value
    from {{ ref("stg_liveagent__ticket_tags") }} as tagged
    left join {{ ref("stg_liveagent__tags") }} as tags
        on tagged.source = tags.source and tagged.tag_id = tags.tag_id
    union all
    select
        source,
        file_hash,
        file_row,
        'field' as origin,
        lower(field_code) as name,
        lower(coalesce(field_value, '')) as value
    from {{ ref("stg_liveagent__ticket_fields") }}
    union all
    select
        versions.source,
        versions.file_hash,
        versions.file_row,
        'department' as origin,
        lower(coalesce(departments.department_name, versions.department_id)) as name,
        '' as value
    from versions
    left join {{ ref("stg_liveagent__departments") }} as departments
        on
            versions.source = departments.source
            and versions.department_id = departments.department_id
),

rules as (
    select * from {{ source("landing", "policy_source_severities") }}
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
    rules.severity,
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
