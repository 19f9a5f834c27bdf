with messages as (
    select
        events.source,
        events.ticket_id,
        events.occurred_at,
        events.instant_rank,
        events.actor_id,
        tickets.customer_id,
        tickets.subject,
        tickets.created_at,
        -- two sources may have a ticket of one id
        concat(events.source, ':', events.ticket_id) as ticket_key
    from {{ ref("int_events") }} as events
    inner join {{ ref("int_tickets") }} as tickets
        on events.source = tickets.source and events.ticket_id = tickets.ticket_id
    where
        events.instant_rank in (2, 4)
        and events.occurred_at <= {{ as_of() }}
        and tickets.customer_id is not null
),

-- Of one customer, at one second, from one side, on more than one ticket; told of the first.
shared as (
    select
        customer_id,
        occurred_at,
        instant_rank,
        min(ticket_key) as first_ticket_key
    from messages
    group by customer_id, occurred_at, instant_rank
    having min(ticket_key) != max(ticket_key)
),

copies as (
    select
        messages.*,
        shared.first_ticket_key
    from messages
    inner join shared
        on
            messages.customer_id = shared.customer_id
            and messages.occurred_at = shared.occurred_at
            and messages.instant_rank = shared.instant_rank
),

originals as (
    select * from copies
    where ticket_key = first_ticket_key
)

select
    originals.source,
    originals.ticket_id,
    copies.source as other_source,
    copies.ticket_id as other_ticket_id,
    min(originals.created_at) as created_at,
    min(copies.created_at) as other_created_at,
    min(copies.occurred_at) as first_shared_at,
    count(distinct copies.occurred_at) as shared_second_count,
    count(case when copies.instant_rank = 2 then 1 end) > 0 as is_question_shared,
    count(
        case
            when
                copies.instant_rank = 2
                and coalesce(copies.actor_id, '') = coalesce(originals.actor_id, '')
                then 1
        end
    ) > 0 as is_question_of_one_writer,
    coalesce(lower(min(originals.subject)) = lower(min(copies.subject)), false) as is_same_subject
from originals
inner join copies
    on
        originals.customer_id = copies.customer_id
        and originals.occurred_at = copies.occurred_at
        and originals.instant_rank = copies.instant_rank
        and originals.ticket_key != copies.ticket_key
group by originals.source, originals.ticket_id, copies.source, copies.ticket_id
