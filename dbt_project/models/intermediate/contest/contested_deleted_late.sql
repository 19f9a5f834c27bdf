select
    response_id,
    'deleted_late' as reason,
    deleted_at as contested_at,
    deleted_by as contested_by
from {{ ref("int_late_deletions") }}
where reading = {{ reading() }}
