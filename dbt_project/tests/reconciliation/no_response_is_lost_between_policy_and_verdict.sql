-- A calendar that does not reach over a response, or a policy version that does not hold at its
-- opening, would drop it silently.
with stages as (
    select count(*) as response_count
    from {{ ref("int_responses_owed") }}
    union all
    select count(*) as response_count
    from {{ ref("int_response_policies") }}
    union all
    select count(*) as response_count
    from {{ ref("int_leg_clocks") }}
    where leg_number = 0
    union all
    select count(*) as response_count
    from {{ ref("fct_responses") }}
)

select count(distinct response_count) as different_counts
from stages
having count(distinct response_count) != 1
