with events as (
    select * from {{ ref("fct_ticket_events") }}
),

-- Tier 1 is where every ticket begins.
steps as (
    select
        source,
        ticket_id,
        event_id,
        occurred_at,
        cast(value as integer) as tier,
        row_number() over (partition by source, ticket_id order by occurred_at, event_id)
            as step_number
    from events
    where
        kind = 'escalation'
        and length(value) <= 9
        and regexp_matches(value, '^[0-9]+$')
        and cast(value as integer) >= 2
),

highest as (
    select
        source,
        ticket_id,
        max(tier) as highest_tier
    from steps
    group by source, ticket_id
),

first_contacts as (
    select
        highest.source,
        highest.ticket_id,
        min(events.occurred_at) as first_contact_at
    from highest
    inner join events
        on highest.source = events.source and highest.ticket_id = events.ticket_id
    where events.instant_rank = 2
    group by highest.source, highest.ticket_id
)

select
    steps.source,
    steps.ticket_id,
    steps.tier,
    highest.highest_tier,
    steps.occurred_at as escalated_at,
    steps.event_id as escalated_by_event_id,
    first_contacts.first_contact_at,
    coalesce(first_contacts.first_contact_at <= steps.occurred_at, false) as is_measured,
    -- What the ticket's calendar and coverage are those of.
    coalesce(first_contacts.first_contact_at, steps.occurred_at) as judged_at
from steps
inner join highest
    on steps.source = highest.source and steps.ticket_id = highest.ticket_id
left join first_contacts
    on steps.source = first_contacts.source and steps.ticket_id = first_contacts.ticket_id
where steps.step_number = 1
