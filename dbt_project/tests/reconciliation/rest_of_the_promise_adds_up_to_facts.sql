-- What the months count of late updates and of first responses by the wall is what the facts hold.
with updates as (
    select
        coalesce(sum(late_gap_count), 0) as late_count,
        coalesce(sum(running_gap_count), 0) as running_count
    from {{ ref("updates_monthly") }}
),

late_updates as (
    select
        count(*) as late_count,
        count(case when is_running then 1 end) as running_count
    from {{ ref("fct_late_updates") }}
    where is_covered
),

walls as (
    select
        coalesce(sum(response_count + pending_count), 0) as response_count,
        coalesce(sum(within_count + over_count + unanswered_count + pending_count), 0)
            as parts_count
    from {{ ref("by_the_wall_monthly") }}
),

responses as (
    select count(*) as response_count
    from {{ ref("fct_responses") }} as responses
    inner join {{ ref("int_by_the_wall") }} as sentences
        on responses.response_id = sentences.response_id
    where responses.exclusion_reason is null
)

select
    updates.*,
    walls.*
from updates
cross join late_updates
cross join walls
cross join responses
where
    updates.late_count != late_updates.late_count
    or updates.running_count != late_updates.running_count
    or walls.response_count != responses.response_count
    or walls.parts_count != responses.response_count
