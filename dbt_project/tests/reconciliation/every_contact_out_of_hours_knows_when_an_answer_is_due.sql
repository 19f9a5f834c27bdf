-- A calendar too short to reach the next opening day is our mistake.
select
    source,
    ticket_id,
    event_id,
    arrived_at,
    due_at
from {{ ref("fct_contacts_out_of_hours") }}
where due_at is null or due_at <= arrived_at
