select
    cast(severity as integer) as severity,
    cast(urgency_rank as integer) as urgency_rank,
    name_de,
    name_en,
    definition_de,
    definition_en
from {{ source("landing", "policy_severities") }}
