select
    responses.response_id,
    'another_agent' as reason,
    responses.closed_at as contested_at,
    responses.responder_id as contested_by
from {{ ref("int_response_policies") }} as responses
inner join {{ ref("int_dedicated_agents") }} as dedicated
    on responses.response_id = dedicated.response_id
where
    responses.closed_by = 'reply'
    and coalesce(responses.responder_id != dedicated.dedicated_agent_id, true)
