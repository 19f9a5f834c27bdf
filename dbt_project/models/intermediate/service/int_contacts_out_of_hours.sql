with messages as (
    select
        events.source,
        events.ticket_id,
        events.event_id,
        events.event_number,
        events.occurred_at as arrived_at,
        coalesce(events.channel, tickets.channel) as channel,
        coalesce(tickets.customer_id, '(unknown)') as customer_id,
        {{ owner_of_terms("tickets") }} as policy_owner
    from {{ ref("fct_ticket_events") }} as events
    left join {{ ref("int_ticket_customers") }} as tickets
        on
            events.source = tickets.source
            and events.ticket_id = tickets.ticket_id
            and {{ holds_at("tickets", "events.occurred_at") }}
    where events.instant_rank = 2
)

select
    messages.*,
    versions.calendar_id,
    segments.next_opening_day_closes_at as due_at,
    {{ local_month("segments") }} as arrived_month
from messages
inner join {{ ref("stg_policy__versions") }} as versions
    on {{ holds_version("versions", "messages.policy_owner", "messages.arrived_at") }}
inner join {{ ref("stg_policy__calendar_segments") }} as segments
    on {{ holds_instant("segments", "versions.calendar_id", "messages.arrived_at") }}
where not segments.is_open
