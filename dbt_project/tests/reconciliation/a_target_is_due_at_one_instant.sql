-- Every target has a due time unless a pause still holds (a calendar too short to reach it is our
-- mistake), and what was breached ended after it.
select
    responses.response_id,
    responses.due_at,
    responses.outcome
from {{ ref("fct_responses") }} as responses
left join {{ ref("fct_response_pauses") }} as pauses
    on responses.response_id = pauses.response_id and pauses.is_running
where
    (
        responses.due_at is null
        and responses.target_seconds is not null
        and pauses.response_id is null
    )
    or (responses.outcome = 'breached' and responses.closed_at <= responses.due_at)
