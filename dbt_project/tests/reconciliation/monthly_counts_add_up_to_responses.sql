with counted as (
    select
        sum(owed_count) as owed_count,
        sum(
            met_count + breached_count + pending_count + unanswered_count + no_target_count
            + not_covered_count + deleted_count + waived_met_count + waived_breached_count
        ) as parts_count
    from {{ ref("compliance_monthly") }}
),

responses as (
    select count(*) as response_count
    from {{ ref("fct_responses") }}
)

select
    responses.response_count,
    counted.owed_count,
    counted.parts_count
from counted
cross join responses
where
    responses.response_count != coalesce(counted.owed_count, 0)
    or responses.response_count != coalesce(counted.parts_count, 0)
