with turns as (
    select *
    from {{ ref("fct_ticket_events") }}
    where effect in ('opens', 'closes')
),

-- Turns alternate: behind every opening stands its closing, or nothing as yet.
paired as (
    select
        *,
        -- every second turn begins a cycle
        cast((row_number() over ticket_order + 1) / 2 as bigint) as cycle_number,
        lead(occurred_at) over ticket_order as closed_at,
        lead(reason) over ticket_order as closed_by,
        lead(event_id) over ticket_order as closed_by_event_id,
        lead(event_number) over ticket_order as closed_by_event_number,
        lead(actor_id) over ticket_order as closer_id,
        lead(actor_kind) over ticket_order as closer_kind
    from turns
    window ticket_order as (partition by source, ticket_id order by event_number)
)

select
    paired.source,
    paired.ticket_id,
    paired.cycle_number,
    paired.metric,
    paired.occurred_at as opened_at,
    paired.event_id as opened_by_event_id,
    paired.event_number as opened_by_event_number,
    paired.closed_at,
    paired.closed_by,
    paired.closed_by_event_id,
    paired.closed_by_event_number,
    paired.closer_id,
    paired.closer_kind,
    concat(
        paired.source, ':', paired.ticket_id, ':', cast(paired.cycle_number as varchar)
    ) as response_id,
    -- Where the walk stands still: the closing, or the run's as_of while the response is owed.
    coalesce(paired.closed_at, {{ as_of() }}) as ended_at,
    case when paired.closed_by = 'reply' then paired.closer_id end as responder_id,
    coalesce(paired.channel, tickets.channel) as channel,
    -- Whose the ticket was at the opening; one that never came, or came without an account, belongs
    -- to nobody known.
    coalesce(accounts.customer_id, '(unknown)') as customer_id,
    coalesce(tickets.severity, 0) as exported_severity
from paired
left join {{ ref("int_tickets") }} as tickets
    on paired.source = tickets.source and paired.ticket_id = tickets.ticket_id
left join {{ ref("int_ticket_accounts") }} as accounts
    on
        paired.source = accounts.source
        and paired.ticket_id = accounts.ticket_id
        and {{ holds_at("accounts", "paired.occurred_at") }}
where paired.effect = 'opens'
