select
    'meeting_out_of_order' as kind,
    'register' as source,
    meeting_id as finding_key,
    concat(
        'meetings.csv row ', cast(register_row as varchar), ': call ', meeting_id,
        ' was held before it was booked, so how long it took to come about is not known; ',
        'correct booked_at or held_at'
    ) as message
from {{ ref("stg_register__meetings") }}
where held_at < booked_at
