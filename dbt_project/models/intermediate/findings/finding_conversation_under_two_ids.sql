select
    'conversation_under_two_ids' as kind,
    other_source as source,
    other_ticket_id as finding_key,
    concat(
        'ticket ', other_ticket_id, ' of source ', other_source, ' and ticket ', ticket_id,
        ' of source ', source, ' hold the same messages at the same seconds for the same ',
        'customer, first at ', {{ written_instant("first_shared_at") }},
        ', so every response counts twice; export the conversation from one of them only'
    ) as message
from {{ ref("int_shared_messages") }}
where
    -- a writer may have another id in another source, but not in the same
    (source != other_source and is_question_shared and (shared_second_count > 1 or is_same_subject))
    or (
        source = other_source
        and is_question_of_one_writer
        and is_same_subject
        and shared_second_count > 1
    )
