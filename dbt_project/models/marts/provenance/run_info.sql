with run as (
    select * from {{ source("landing", "run") }}
),

settings as (
    select * from {{ ref("stg_policy__settings") }}
)

select
    run.run_id,
    cast(run.as_of as {{ var("instant") }}) as as_of,
    run.reading,
    run.policy_hash,
    run.landing_hash,
    run.code_version,
    run.schema_version,
    run.goal,
    settings.odd_share,
    run.language,
    run.default_calendar_id,
    run.default_time_zone,
    run.started_at,
    run.finished_at
from run
cross join settings
