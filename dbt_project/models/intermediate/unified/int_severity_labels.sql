with rules as (
    select
        source,
        lower(value) as severity_label,
        severity,
        row_number() over (partition by source, lower(value) order by rule_number) as match_rank
    from {{ ref("stg_policy__source_severities") }}
    where origin = 'label'
)

-- The first match wins.
select
    source,
    severity_label,
    severity
from rules
where match_rank = 1
