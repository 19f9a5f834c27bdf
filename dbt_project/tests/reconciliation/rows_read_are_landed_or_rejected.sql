with files as (
    select * from {{ ref("load_files") }}
),

rejected as (
    select
        source,
        entity,
        file_hash,
        count(*) as row_count
    from {{ ref("rejected_rows") }}
    group by source, entity, file_hash
)

select
    files.source,
    files.entity,
    files.file
from files
left join rejected
    on
        files.source = rejected.source
        and files.entity = rejected.entity
        and files.file_hash = rejected.file_hash
where
    files.rows_read != files.rows_landed + files.rows_rejected
    or files.rows_rejected != coalesce(rejected.row_count, 0)
