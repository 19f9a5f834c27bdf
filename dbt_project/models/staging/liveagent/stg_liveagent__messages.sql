select
    source,
    file_hash,
    file_row,
    group_id,
    message_id,
    userid as writer_id,
    type as type_code,
    datecreated as created_at
from {{ source("landing", "liveagent_messages") }}
