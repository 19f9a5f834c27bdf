select
    source,
    origin,
    name,
    value,
    cast(severity as integer) as severity,
    rule_number
from {{ source("landing", "policy_source_severities") }}
