select
    source,
    entity,
    file,
    file_hash,
    line,
    reason,
    row_text
from {{ source("landing", "rejected_rows") }}
