with shared as (
    select
        *,
        coalesce(created_at > other_created_at, false) as is_first_the_copy
    from {{ ref("int_shared_messages") }}
    where source = other_source and is_question_of_one_writer and shared_second_count = 1
),

-- The copy stands on a ticket that was made after the message was written.
copied as (
    select
        source,
        case when is_first_the_copy then ticket_id else other_ticket_id end as ticket_id,
        case when is_first_the_copy then other_ticket_id else ticket_id end as other_ticket_id,
        first_shared_at
    from shared
    where
        created_at is null
        or other_created_at is null
        or not {{ is_within_a_minute("first_shared_at", "greatest(created_at, other_created_at)") }}
)

select
    'message_on_two_tickets' as kind,
    source,
    ticket_id as finding_key,
    concat(
        'ticket ', ticket_id, ' holds the customer message of ',
        {{ written_instant("first_shared_at") }}, ' that ticket ', other_ticket_id,
        ' holds too, from the same writer, as after a split; what was answered on one of them ',
        'stays owed on the other: waive that response, or move the message instead of copying it'
    ) as message
from copied
