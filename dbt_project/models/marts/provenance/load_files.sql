with files as (
    select * from {{ source("landing", "load_files") }}
),

replaced as (
    select * from {{ ref("int_replaced_rows") }}
)

select
    files.source,
    files.entity,
    files.file,
    files.file_hash,
    files.file_modified_at,
    files.landed_at,
    files.rows_read,
    files.rows_landed,
    files.rows_rejected,
    files.error,
    coalesce(replaced.replaced_row_count, 0) as rows_replaced
from files
left join replaced
    on
        files.source = replaced.source
        and files.entity = replaced.entity
        and files.file_hash = replaced.file_hash
        and files.error is null
