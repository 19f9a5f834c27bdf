select
    'cut_grid' as kind,
    files.source,
    files.file as finding_key,
    concat(
        files.file, ' has exactly ', cast(files.rows_read as varchar),
        ' rows: at as many the export of a grid is cut without a word, so more may be missing; ',
        'export shorter periods, or through the API'
    ) as message
from {{ source("landing", "load_files") }} as files
inner join {{ ref("stg_policy__source_cuts") }} as cuts
    on
        files.source = cuts.source
        and files.entity = cuts.entity
        and files.rows_read = cuts.row_count
where lower(files.file) like '%.csv%'
