with responses as (
    select * from {{ ref("int_response_policies") }}
),

deleted as (
    select
        response_id,
        1 as reason_rank,
        'deleted' as exclusion_reason
    from responses
    where closed_by = 'deletion'
),

not_covered as (
    select
        response_id,
        2 as reason_rank,
        'not_covered' as exclusion_reason
    from {{ ref("int_uncovered_responses") }}
),

waived as (
    select distinct
        response_id,
        3 as reason_rank,
        'waived' as exclusion_reason
    from {{ ref("int_waivers_applied") }}
),

reasons as (
    select * from deleted
    union all
    select * from not_covered
    union all
    select * from waived
)

-- Of several reasons the first holds.
select
    response_id,
    min_by(exclusion_reason, reason_rank) as exclusion_reason
from reasons
group by response_id
