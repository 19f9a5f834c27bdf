select
    severity,
    urgency_rank,
    name_de,
    name_en,
    definition_de,
    definition_en
from {{ ref("stg_policy__severities") }}
