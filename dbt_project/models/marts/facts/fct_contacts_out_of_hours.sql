with arrivals as (
    select
        contacts.*,
        covered.customer_id is not null as is_covered
    from {{ ref("int_contacts_out_of_hours") }} as contacts
    {{ join_covered_day("contacts.customer_id", "contacts.arrived_at") }}
),

events as (
    select * from {{ ref("fct_ticket_events") }}
),

tickets as (
    select distinct
        source,
        ticket_id
    from arrivals
),

-- Of each event the first answer after it, and the turn that closed what was then owed: from the
-- last one back, as a join with all later ones grows with the square of a ticket's events.
followed as (
    select
        events.source,
        events.ticket_id,
        events.event_number,
        min(case when events.instant_rank = 4 then events.event_number end) over later
            as answer_number,
        min(case when events.effect = 'closes' then events.event_number end) over later
            as closing_number
    from events
    inner join tickets
        on events.source = tickets.source and events.ticket_id = tickets.ticket_id
    where events.instant_rank in (2, 4) or events.effect = 'closes'
    window
        later as (
            partition by events.source, events.ticket_id
            order by events.event_number desc
            rows between unbounded preceding and 1 preceding
        )
),

joined as (
    select
        arrivals.*,
        answers.occurred_at as answered_at,
        answers.actor_id as answered_by_agent_id,
        closings.occurred_at as closed_at,
        closings.reason as closed_by,
        phone_channels.channel is not null as is_call
    from arrivals
    left join followed
        on
            arrivals.source = followed.source
            and arrivals.ticket_id = followed.ticket_id
            and arrivals.event_number = followed.event_number
    left join events as answers
        on
            followed.source = answers.source
            and followed.ticket_id = answers.ticket_id
            and followed.answer_number = answers.event_number
    left join events as closings
        on
            followed.source = closings.source
            and followed.ticket_id = closings.ticket_id
            and followed.closing_number = closings.event_number
    left join {{ ref("stg_policy__phone_channels") }} as phone_channels
        on arrivals.channel = phone_channels.channel
)

select
    source,
    ticket_id,
    event_id,
    customer_id,
    channel,
    arrived_at,
    due_at,
    answered_at,
    answered_by_agent_id as agent_id,
    answered_by_agent_id,
    {{ seconds_between("arrived_at", "answered_at") }} as wall_seconds,
    is_call,
    is_call
    and not coalesce({{ is_within_a_minute("arrived_at", "answered_at") }}, false)
        as is_unanswered_call,
    case
        when closed_by = 'deletion' then 'deleted'
        when answered_at <= due_at then 'in_time'
        when closed_by != 'reply' and closed_at <= due_at then 'closed_unanswered'
        when answered_at > due_at or due_at < {{ as_of() }} then 'late'
        else 'pending'
    end as outcome,
    is_covered,
    is_covered and coalesce(closed_by != 'deletion', true) as is_counted,
    arrived_month as month,
    arrived_month,
    calendar_id
from joined
