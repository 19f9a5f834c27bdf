-- vip-sla.yml sees to it that a source has one default at most.
select
    source,
    severity
from {{ ref("stg_policy__source_severities") }}
where origin = 'default'
