with events as (
    select * from {{ ref("fct_ticket_events") }}
),

changes as (
    select
        events.source,
        events.ticket_id,
        events.event_number,
        events.occurred_at,
        events.value,
        events.actor_kind,
        events.actor_id,
        row_number() over (
            partition by events.source, events.ticket_id order by events.event_number desc
        ) as recency_rank
    from events
    inner join {{ ref("int_escalations") }} as escalations
        on events.source = escalations.source and events.ticket_id = escalations.ticket_id
    where events.is_status_change
),

-- A repeated `resolved` is no change: whoever resolved the ticket first, did.
closings as (
    select * from changes
    where recency_rank = 1 and value = 'resolved'
),

-- The last to write, as much as a minute later: status and reply are then one action.
last_words as (
    select
        closings.source,
        closings.ticket_id,
        max(events.event_number) as event_number
    from closings
    inner join events
        on
            closings.source = events.source
            and closings.ticket_id = events.ticket_id
            and {{ is_within_a_minute("closings.occurred_at", "events.occurred_at") }}
    where events.instant_rank = 4
    group by closings.source, closings.ticket_id
)

select
    closings.source,
    closings.ticket_id,
    closings.occurred_at as closed_at,
    case
        when closings.actor_kind = 'agent' and closings.actor_id is not null
            then closings.actor_id
        else writers.actor_id
    end as closed_by_agent_id
from closings
left join last_words
    on closings.source = last_words.source and closings.ticket_id = last_words.ticket_id
left join events as writers
    on
        last_words.source = writers.source
        and last_words.ticket_id = writers.ticket_id
        and last_words.event_number = writers.event_number
