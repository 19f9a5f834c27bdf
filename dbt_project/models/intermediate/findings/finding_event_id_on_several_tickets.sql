with shared as (
    select *
    from {{ ref("int_repeated_event_ids") }}
    where first_ticket_id != last_ticket_id
),

files as (
    select * from {{ source("landing", "load_files") }}
    where entity = 'events' and error is null
),

ids as (
    select
        source,
        count(*) as id_count,
        min(concat(
            event_id, ' on tickets ', first_ticket_id, ' and ', last_ticket_id
        )) as example
    from shared
    group by source
),

standing as (
    select
        shared.source,
        count(*) as row_count,
        count(distinct files.file_hash) as file_count,
        min(files.file) as first_file
    from shared
    inner join {{ ref("stg_generic__event_versions") }} as versions
        on shared.source = versions.source and shared.event_id = versions.event_id
    inner join files
        on versions.source = files.source and versions.file_hash = files.file_hash
    group by shared.source
),

landed as (
    select
        source,
        sum(rows_landed) as row_count
    from files
    group by source
)

select
    'event_id_on_several_tickets' as kind,
    ids.source,
    ids.source as finding_key,
    concat(
        {{ how_many("ids.id_count", "event id stands", "event ids stand") }},
        ' on several tickets, e.g. ', ids.example, ' (', cast(standing.row_count as varchar),
        ' of ', cast(landed.row_count as varchar), ' rows, ',
        case
            when standing.file_count = 1 then standing.first_file
            else concat(cast(standing.file_count as varchar), ' files, first ', standing.first_file)
        end,
        '); each counts on its own ticket, as ids need only be unique within one; where a message ',
        'moved, take its row off the ticket that it left'
    ) as message
from ids
inner join standing on ids.source = standing.source
inner join landed on ids.source = landed.source
