select
    source,
    entity,
    file,
    file_hash,
    file_modified_at,
    landed_at,
    rows_read,
    rows_landed,
    rows_rejected,
    error
from {{ source("landing", "load_files") }}
