select
    source,
    entity,
    row_count
from {{ source("landing", "policy_source_cuts") }}
