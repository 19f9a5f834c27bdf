select
    response_id,
    'closed_without_reply' as reason,
    closed_at as contested_at,
    closer_id as contested_by
from {{ ref("int_response_policies") }}
where closed_by in ('resolution', 'dismissal')
