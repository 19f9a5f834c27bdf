-- vip-sla.yml sees to it that a source has one default at most.
select
    source,
    severity
from {{ source("landing", "policy_source_severities") }}
where origin = 'default'
