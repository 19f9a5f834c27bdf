-- A calendar that does not reach over a response, or a policy version that does not hold at its
-- opening, would drop it silently.
with stages as (
    select
        (select count(*) from {{ ref("int_responses_owed") }}) as owed_count,
        (select count(*) from {{ ref("int_response_policies") }}) as policy_count,
        (select count(*) from {{ ref("int_leg_clocks") }} where leg_number = 0) as clock_count,
        (select count(*) from {{ ref("fct_responses") }}) as response_count
)

select *
from stages
where
    owed_count != policy_count
    or owed_count != clock_count
    or owed_count != response_count
