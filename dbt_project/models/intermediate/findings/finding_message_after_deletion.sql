with deleted_tickets as (
    select distinct
        source,
        ticket_id
    from {{ ref("int_events") }}
    where kind = 'status' and event_value = 'deleted' and occurred_at <= {{ as_of() }}
),

in_order as (
    select
        events.source,
        events.ticket_id,
        events.event_number,
        lag(case when events.kind = 'status' then events.value end ignore nulls) over (
            partition by events.source, events.ticket_id order by events.event_number
        ) as status_before
    from {{ ref("fct_ticket_events") }} as events
    inner join deleted_tickets
        on events.source = deleted_tickets.source and events.ticket_id = deleted_tickets.ticket_id
    where events.event_number is not null
),

-- The first message after the deletion opens a response; what is deleted again was not wanted.
unanswered as (
    select
        responses.source,
        responses.ticket_id,
        responses.opened_at
    from {{ ref("int_response_policies") }} as responses
    inner join in_order
        on
            responses.source = in_order.source
            and responses.ticket_id = in_order.ticket_id
            and responses.opened_by_event_number = in_order.event_number
    where
        in_order.status_before = 'deleted'
        and coalesce(responses.closed_by, 'nothing') not in ('reply', 'deletion')
)

select
    'message_after_deletion' as kind,
    source,
    ticket_id as finding_key,
    concat(
        'a customer wrote on ticket ', ticket_id, ' at ', {{ written_instant("min(opened_at)") }},
        ', after it was deleted or merged away, and nobody answered there; answer on this ticket, ',
        'or waive the response if it was answered on another one'
    ) as message
from unanswered
group by source, ticket_id
