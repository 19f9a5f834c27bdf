with responses as (
    select * from {{ ref("int_response_policies") }}
),

-- In the second of its closing a response is not lowered any more, but judged until then.
lowered as (
    select
        responses.response_id,
        changes.changed_at,
        changes.changed_by,
        row_number() over (
            partition by responses.response_id order by changes.change_number
        ) as lowering_rank
    from {{ ref("int_severity_changes") }} as changes
    inner join responses
        on changes.response_id = responses.response_id
    where
        changes.is_lowering
        and (responses.closed_at is null or changes.changed_at < responses.closed_at)
)

select
    response_id,
    'lowered_while_owed' as reason,
    changed_at as contested_at,
    changed_by as contested_by
from lowered
where lowering_rank = 1
