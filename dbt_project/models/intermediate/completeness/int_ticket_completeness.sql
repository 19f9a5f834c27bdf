with tickets as (
    select * from {{ ref("int_tickets") }}
),

events as (
    select * from {{ ref("int_events") }}
    where occurred_at <= {{ as_of() }}
),

last_statuses as (
    select
        source,
        ticket_id,
        max_by(event_value, (occurred_at, event_id)) as status
    from events
    where kind = 'status' and event_value is not null
    group by source, ticket_id
),

held as (
    select
        source,
        ticket_id,
        min(occurred_at) as first_event_at,
        count(*) as event_count,
        count(case when instant_rank = 2 then 1 end) as customer_message_count,
        count(case when instant_rank = 4 then 1 end) as agent_message_count
    from events
    group by source, ticket_id
),

replaced as (
    select
        source,
        ticket_id,
        min(occurred_at) as first_replaced_at,
        count(*) as replaced_event_count
    from {{ ref("int_replaced_events") }}
    where is_another_event and occurred_at <= {{ as_of() }}
    group by source, ticket_id
),

-- Exported, or known by events alone, or only by events that others replaced.
known as (
    select
        source,
        ticket_id
    from tickets
    union
    select
        source,
        ticket_id
    from held
    union
    select
        source,
        ticket_id
    from replaced
),

described as (
    select
        known.source,
        known.ticket_id,
        tickets.ticket_id is not null as is_exported,
        -- without a time of creation, since its oldest event; without any time, as of the run
        coalesce(
            tickets.created_at, held.first_event_at, replaced.first_replaced_at,
            tickets.updated_at, {{ as_of() }}
        ) as created_at,
        -- as last exported, but not after as_of; else as its last status event says
        coalesce(
            case
                when coalesce(tickets.updated_at, {{ as_of() }}) <= {{ as_of() }}
                    then tickets.exported_status
            end,
            last_statuses.status
        ) as status,
        coalesce(held.event_count, 0) as event_count,
        coalesce(held.customer_message_count, 0) as customer_message_count,
        coalesce(held.agent_message_count, 0) as agent_message_count,
        coalesce(replaced.replaced_event_count, 0) as replaced_event_count
    from known
    left join tickets
        on known.source = tickets.source and known.ticket_id = tickets.ticket_id
    left join held
        on known.source = held.source and known.ticket_id = held.ticket_id
    left join replaced
        on known.source = replaced.source and known.ticket_id = replaced.ticket_id
    left join last_statuses
        on
            known.source = last_statuses.source
            and known.ticket_id = last_statuses.ticket_id
)

-- The calendar's days begin with the oldest event; of a ticket created before, the UTC month.
select
    described.source,
    described.ticket_id,
    described.is_exported,
    described.event_count,
    described.replaced_event_count,
    cast(
        date_trunc('month', coalesce(segments.local_date, {{ utc_date("described.created_at") }}))
        as date
    ) as created_month,
    described.is_exported and described.customer_message_count = 0 as is_without_customer_message,
    described.is_exported
    and coalesce(described.status in ('waiting_customer', 'resolved'), false)
    and described.agent_message_count = 0 as is_answered_without_reply
from described
cross join {{ ref("stg_policy__settings") }} as settings
left join {{ ref("stg_policy__calendar_segments") }} as segments
    on {{ holds_instant("segments", "settings.default_calendar_id", "described.created_at") }}
where described.event_count > 0 or described.created_at <= {{ as_of() }}
