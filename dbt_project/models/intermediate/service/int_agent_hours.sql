with clocks as (
    select wall_clocks.*
    from {{ ref("stg_policy__calendar_wall_clocks") }} as wall_clocks
    inner join {{ ref("stg_policy__settings") }} as settings
        on wall_clocks.calendar_id = settings.default_calendar_id
),

-- What the wall clock of the default calendar shows: seconds since its own 1 January 2000.
messages as (
    select
        events.source,
        coalesce(events.actor_id, '(unknown)') as agent_id,
        coalesce(tickets.customer_id, '(unknown)') as customer_id,
        {{ wall_count("events.occurred_at") }} + clocks.utc_offset_seconds as local_seconds
    from {{ ref("fct_ticket_events") }} as events
    inner join clocks
        on
            {{ utc_date("events.occurred_at") }} = clocks.utc_date
            and events.occurred_at >= clocks.started_at
            and events.occurred_at < clocks.ended_at
    left join {{ ref("int_ticket_customers") }} as tickets
        on
            events.source = tickets.source
            and events.ticket_id = tickets.ticket_id
            and {{ holds_at("tickets", "events.occurred_at") }}
    where events.instant_rank = 4
),

hourly as (
    select
        source,
        agent_id,
        customer_id,
        floor(local_seconds / 3600) as hour_number,
        count(*) as public_message_count
    from messages
    group by source, agent_id, customer_id, floor(local_seconds / 3600)
)

select
    source,
    agent_id,
    customer_id,
    {{ utc_date(add_seconds(wall_start(), "hour_number * 3600")) }} as local_date,
    -- 1 January 2000 was a Saturday
    cast((floor(hour_number / 24) + 5) % 7 + 1 as integer) as weekday,
    cast(hour_number % 24 as integer) as local_hour,
    public_message_count
from hourly
