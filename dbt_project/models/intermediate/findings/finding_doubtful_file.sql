select
    'doubtful_file' as kind,
    source,
    file as finding_key,
    warning as message
from {{ source("landing", "load_files") }}
where warning is not null
