-- Both ask the calendar of the same instant.
select
    responses.response_id,
    responses.is_opened_in_hours
from {{ ref("fct_responses") }} as responses
left join {{ ref("fct_contacts_out_of_hours") }} as contacts
    on
        responses.source = contacts.source
        and responses.ticket_id = contacts.ticket_id
        and responses.opened_by_event_id = contacts.event_id
where responses.is_opened_in_hours = (contacts.event_id is not null)
