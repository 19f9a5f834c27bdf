select
    'unreadable_file' as kind,
    source,
    file as finding_key,
    error as message
from {{ source("landing", "load_files") }}
where error is not null
