select
    response_id,
    'over_24_hours' as reason,
    closed_at as contested_at,
    responder_id as contested_by
from {{ ref("int_by_the_wall") }}
where outcome = 'met' and wall_outcome = 'over'
