-- The shape `generic`: tickets, events, agents and customers as the generic source reads them.

create view exports.tickets as
select
    ticket_id(ticket) as ticket_id, ticket_number(ticket) as code, account_id as customer_id,
    subject, channel, severity, status,
    to_timestamp(created_at) as created_at, to_timestamp(moment) as updated_at,
    'https://hilfe.example/' || ticket_id(ticket) as url
from states inner join tickets using (ticket) where is_last and not is_lost order by ticket;

create view exports.events as
select
    (10000000 + event)::varchar as event_id, ticket_id(ticket) as ticket_id,
    to_timestamp(moment) as occurred_at, kind, value, previous as previous_value,
    actor_kind, actor as actor_id, channel
from events;

create view exports.agents as
select agent_id, name, greatest(tier, 1)::varchar as tier, (tier = 0)::varchar as is_bot
from agents;

create view exports.customers as select account_id as customer_id, name from accounts;
