with versions as (
    select * from {{ ref("stg_liveagent__ticket_versions") }}
),

rules as (
    select * from {{ ref("stg_policy__source_severities") }}
),

fields as (
    select * from {{ ref("stg_liveagent__ticket_fields") }}
),

-- An export leaves empty fields out; a rule may go by that, too.
empty_fields as (
    select
        versions.source,
        versions.file_hash,
        versions.file_row,
        lower(rules.name) as name
    from versions
    inner join rules
        on
            versions.source = rules.source
            and rules.origin = 'field'
            and coalesce(rules.value, '') = ''
    left join fields
        on
            versions.source = fields.source
            and versions.file_hash = fields.file_hash
            and versions.file_row = fields.file_row
            and lower(rules.name) = lower(fields.field_code)
    where fields.field_code is null
)

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
from fields
union all
select
    source,
    file_hash,
    file_row,
    'field' as origin,
    name,
    '' as value
from empty_fields
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
