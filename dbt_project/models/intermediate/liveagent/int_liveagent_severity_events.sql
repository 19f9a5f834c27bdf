-- LiveAgent keeps no history of tags and fields, but landing keeps every export.
with classified as (
    select
        source,
        ticket_id,
        version_number,
        updated_at,
        severity,
        lag(severity ignore nulls) over (
            partition by source, ticket_id order by version_number
        ) as previous_severity
    from {{ ref("int_liveagent_ticket_versions") }}
)

select
    source,
    concat(
        's:', ticket_id, ':',
        cast(
            row_number() over (partition by source, ticket_id order by version_number) as varchar
        )
    ) as event_id,
    ticket_id,
    updated_at as occurred_at,
    cast(severity as varchar) as event_value,
    cast(previous_severity as varchar) as previous_value
from classified
where
    severity is not null
    and updated_at is not null
    and version_number > 1
    and coalesce(severity != previous_severity, true)
