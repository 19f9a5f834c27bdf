select
    run_id,
    cast(as_of as {{ var("instant") }}) as as_of,
    reading,
    policy_hash,
    landing_hash,
    code_version,
    goal,
    language,
    default_calendar_id,
    default_time_zone,
    started_at,
    finished_at
from {{ source("landing", "run") }}
