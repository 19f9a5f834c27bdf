with responses as (
    select * from {{ ref("int_response_policies") }}
),

verdicts as (
    select * from {{ ref("int_response_verdicts") }}
)

-- Late by the clock that judges the response, as every breach is.
select
    responses.response_id,
    verdicts.reading,
    responses.closed_at as deleted_at,
    responses.closer_id as deleted_by
from responses
inner join verdicts
    on responses.response_id = verdicts.response_id
where responses.closed_by = 'deletion' and verdicts.outcome = 'breached'
