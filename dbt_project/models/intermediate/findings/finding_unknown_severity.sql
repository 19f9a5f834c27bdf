with labels as (
    select
        source,
        ticket_id,
        severity_label
    from {{ ref("int_tickets") }}
    union
    select
        source,
        ticket_id,
        event_value as severity_label
    from {{ ref("int_events") }}
    where kind = 'severity'
),

unmapped as (
    select
        labels.source,
        lower(labels.severity_label) as severity_label,
        count(distinct labels.ticket_id) as ticket_count
    from labels
    left join {{ ref("int_severity_labels") }} as known
        on
            labels.source = known.source
            and lower(labels.severity_label) = known.severity_label
    left join {{ ref("int_severity_defaults") }} as defaults
        on labels.source = defaults.source
    where
        labels.severity_label is not null
        and known.severity_label is null
        and defaults.severity is null
    group by labels.source, lower(labels.severity_label)
)

select
    'unknown_severity' as kind,
    source,
    severity_label as finding_key,
    concat(
        'severity "', severity_label, '" on ', {{ how_many("ticket_count", "ticket") }},
        ' is not known and is ignored; map it to a level under `severity` of source ',
        source, ' in vip-sla.yml'
    ) as message
from unmapped
