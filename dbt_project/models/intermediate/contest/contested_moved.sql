select
    response_id,
    'moved' as reason,
    cast(null as {{ var("instant") }}) as contested_at,
    cast(null as varchar) as contested_by
from {{ ref("int_response_policies") }}
where false
