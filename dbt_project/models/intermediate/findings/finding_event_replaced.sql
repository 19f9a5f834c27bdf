with replaced as (
    select
        source,
        file_hash,
        count(*) as row_count,
        min(concat(
            'event ', event_id, ' of ticket ', ticket_id, ', ', {{ told_instant("occurred_at") }}
        )) as example
    from {{ ref("int_replaced_events") }}
    where is_another_event
    group by source, file_hash
),

files as (
    select * from {{ source("landing", "load_files") }}
    where entity = 'events' and error is null
)

select
    'event_replaced' as kind,
    replaced.source,
    files.file as finding_key,
    concat(
        files.file, ': ', {{ how_many("replaced.row_count", "row was", "rows were") }},
        ' replaced by one with the same ticket and event id that tells another event, by time, ',
        'kind or actor (', replaced.example, '); if both happened, give each an id of its own ',
        'within its ticket'
    ) as message
from replaced
inner join files
    on replaced.source = files.source and replaced.file_hash = files.file_hash
