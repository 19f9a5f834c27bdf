with mapped as (
    select
        events.source,
        events.ticket_id,
        events.occurred_at,
        events.event_id,
        events.actor_id,
        coalesce(labels.severity, defaults.severity) as severity,
        case
            when events.previous_value is not null
                then coalesce(previous_labels.severity, defaults.severity)
        end as previous_severity
    from {{ ref("int_events") }} as events
    left join {{ ref("int_severity_labels") }} as labels
        on
            events.source = labels.source
            and lower(events.event_value) = labels.severity_label
    left join {{ ref("int_severity_labels") }} as previous_labels
        on
            events.source = previous_labels.source
            and lower(events.previous_value) = previous_labels.severity_label
    left join {{ ref("int_severity_defaults") }} as defaults
        on events.source = defaults.source
    where events.kind = 'severity' and events.event_value is not null
),

classified as (
    select * from mapped
    where severity is not null
),

numbered as (
    select
        *,
        row_number() over (
            partition by source, ticket_id order by occurred_at, event_id
        ) as number_in_ticket,
        lead(occurred_at) over (
            partition by source, ticket_id order by occurred_at, event_id
        ) as next_occurred_at
    from classified
),

-- Before the first severity event holds what it replaced, even where it lies after as_of;
-- a first classification holds from the start.
since_ever as (
    select
        source,
        ticket_id,
        coalesce(previous_severity, severity) as severity,
        cast(null as {{ var("instant") }}) as started_at,
        occurred_at as ended_at,
        cast(null as varchar) as set_by
    from numbered
    where number_in_ticket = 1
),

-- Of several at one instant the last counts.
since_event as (
    select
        source,
        ticket_id,
        severity,
        occurred_at as started_at,
        next_occurred_at as ended_at,
        actor_id as set_by
    from numbered
    where
        occurred_at <= {{ as_of() }}
        and (next_occurred_at is null or next_occurred_at > occurred_at)
)

select * from since_ever
union all
select * from since_event
