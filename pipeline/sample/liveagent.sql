-- The shape `liveagent`: what LiveAgent's REST API returns of a story, entity by entity. Keys are
-- named as the API's answers name them, and times are on the wall clock of the account's zone.
--
-- LiveAgent knows less of the story than the shape `generic`:
-- - A ticket has the severity that it ended with, as a tag: a response is measured against that one
--   from its opening. Of the last two months' changes an export of then is at hand.
-- - A status has times but no author: what a bot resolved looks like anybody's resolution, and
--   closes what is owed (a few follow-ups that waited for days).
-- - Assignments and escalations are no events: the agent and the department of a status interval
--   are the ones at its beginning, and the ticket has the last ones.
-- - A call does not tell who took it: the group of its time does. A chat is one contact: what a
--   customer or an agent adds in it is inside its group.

create macro wall(moment) as timezone(getvariable('time_zone'), to_timestamp(moment))::varchar;
-- Nothing is known of what has not happened yet.
create macro told(moment) as if(moment <= getvariable('ends_at'), moment, null);
-- A visitor is there before anything is said in a chat.
create macro browsing_seconds(ticket) as 2 + ticket % 9;

create view ticket_states as
select
    ticket_id(ticket) as id, ticket_number(ticket) as code,
    contact_id as owner_contactid, address as owner_email, shown_as as owner_name,
    'dep' || tier as departmentid, agent_id as agentid,
    case
        when status_before is null then coalesce(map {'chat': 'T', 'phone': 'P'}[channel], 'N')
        when states.status = status_before then 'L'
        when states.status = 'deleted' and fate = 'spam' then 'B'
        else map {
            'open': 'C', 'waiting_customer': 'A', 'on_hold': 'W', 'resolved': 'R', 'deleted': 'X'
        }[states.status]
    end as status,
    to_json(nullif(list_filter(
        ['t' || severity || 'sv', if(channel = 'phone', 't7tl', null)], lambda tag: tag is not null
    ), [])) as tags,
    coalesce(
        map {'email': 'E', 'form': 'M', 'chat': 'B', 'phone': 'C'}[channel], 'FAT'[1 + topic % 3]
    ) as channel_type,
    wall(created_at - if(channel = 'chat' and not is_outbound, browsing_seconds(ticket), 0))
        as date_created,
    wall(moment) as date_changed,
    if(states.status = 'resolved', wall(status_at), null) as date_resolved,
    if(states.status = 'deleted', wall(status_at), null) as date_deleted,
    wall(moment) as last_activity, subject,
    if(channel = 'form', to_json([{
        'code': 'bereich', 'value': ['E-Mail', 'Chat', 'Telefonie', 'Berichte'][1 + topic % 4]
    }]), null) as custom_fields,
    event, kind, is_last and not is_lost as is_final,
    kind = 'severity' and is_change and moment < max(moment) over (partition by ticket)
        and day_of(moment) >= date_trunc('month', final_day()) - interval 1 month
        and not is_lost as is_overtaken
from states inner join tickets using (ticket) inner join contacts using (contact);

create view exports.tickets as
select * exclude (event, kind, is_final, is_overtaken)
from ticket_states where is_final order by event;

-- An earlier export has what a ticket was before and after each change that was not the last word.
create view exports."tickets-earlier" as
select * exclude (event, kind, is_final, is_overtaken) from ticket_states
window ticket as (partition by id)
qualify is_overtaken or (event = min(event) over ticket and bool_or(is_overtaken) over ticket)
order by event;

create view exports.history as
select
    id_in(1, event) as id, id as conversation_id, status, date_changed as date_from,
    lead(date_changed) over (partition by conversation_id order by event) as date_to,
    agentid as agent_id, departmentid as department_id
from ticket_states where kind = 'status' order by event;

-- The vendor's own log flatters: it has only closed records, each fulfilled by an action, and takes
-- a ticket "marked as answered" for one, unless that is one action with the reply.
create view exports.sla_log as
with fulfilled as (
    select responses.*, if(moment < closed_at - 60, moment, closed_at) as fulfilled_at
    from responses asof left join (
        from states where kind = 'status' and status in ('waiting_customer', 'resolved')
    ) as put_away on responses.ticket = put_away.ticket and opened_at < moment
    where due_at is not null and closed_by in ('reply', 'resolution', 'dismissal')
)
select
    (response + 1)::varchar as id, ticket_id(ticket) as conversationid,
    ticket_number(ticket) as code, 'dep1' as departmentid,
    'lev' || severity_after as levelid, 'VIP ' || severity_after as sla_level_name,
    if(is_follow_up, 'next_answer', 'first_answer') as sla_type,
    wall(opened_at) as date_created, wall(due_at) as date_due, wall(fulfilled_at) as date_closed,
    (due_at - fulfilled_at)::varchar as sla,
    responder as responsible_agent_id, responder as resolving_agent_id
from fulfilled inner join tickets using (ticket) where not is_lost order by response;

-- An agent's words soon after a customer's are the answer to that call: nobody waits on the line
-- for ten minutes, and who calls back later makes a call of their own.
create table taken_calls as
select event, lag(event) over talk as call from events
where kind = 'message' and channel = 'phone' and actor_kind in ('customer', 'agent')
window talk as (partition by ticket order by event)
qualify actor_kind = 'agent' and lag(actor_kind) over talk = 'customer'
    and moment - lag(moment) over talk <= 600;

-- A chat begins with a customer and ends with the silence (nobody keeps it open for longer than
-- twenty minutes), or with a customer who writes again when an agent has answered or has put the
-- ticket away. What a chat's customer does not begin is sent by e-mail.
create table chats as
with begun as (
    select
        events.*,
        max(event) filter (actor_kind = 'customer') over before as asked,
        max(event) filter (if(kind = 'status', value != 'open', actor_kind = 'agent')) over before
            as ended,
        max(moment) filter (kind = 'message') over before as said_at,
        coalesce(moment - said_at > 1200, true)
            or (actor_kind = 'customer' and ended > coalesce(asked, 0)) as begins
    from events inner join tickets using (ticket)
    where tickets.channel = 'chat' and kind in ('message', 'status')
    window before as (
        partition by ticket order by event rows between unbounded preceding and 1 preceding
    )
)
select
    event,
    max_by(begun, event) filter (begins) over talk as start,
    if((start).actor_kind = 'customer', (start).event, event) as first
from begun where kind = 'message'
window talk as (partition by ticket order by event);

-- A group to each message and note, but one to all of a chat, and one to each call. What is no
-- message on its ticket owes and answers nothing: an agent takes back what was sent to the wrong
-- customer (D), somebody else's mail is split away or merged away.
create table grouped as
with said as (
    select event, ticket, moment, kind, actor, actor_kind, channel, 'V' as status from events
    where kind in ('message', 'note')
    union all by name
    select
        (select count(*) from events) + response as event, ticket, gone_at as moment,
        if(gone = 'D', responder, contact_id) as actor,
        if(gone = 'D', 'agent', 'customer') as actor_kind, 'email' as channel, gone as status
    from responses inner join tickets using (ticket) inner join contacts using (contact)
    where gone is not null
)
select said.*, coalesce(first, call, event) as first
from said left join chats using (event) left join taken_calls using (event);

create table groups as
select
    first, ticket, arg_min(grouped, event) as head, max(moment) as last_said_at,
    list({'at': moment, 'rank': 0, 'event': event, 'by': actor, 'type': 'M'}) as said,
    arg_min(grouped, event) filter (actor_kind = 'agent') as answer,
    row_number() over (order by first) - 1 as number,
    case
        -- One note in so many is a mail forwarded, one answer in so many was sent from outside.
        when (head).kind = 'note' then if((head).actor_kind = 'agent' and first % 7 = 0, 'O', 'I')
        when (head).channel = 'social' then 'FMW'[1 + topic % 3]
        when (head).actor_kind = 'customer'
            then map {'email': '3', 'form': '5', 'chat': 'C', 'phone': 'P'}[(head).channel]
        when (head).actor_kind = 'agent' and (head).channel = 'phone' then 'V'
        when (head).actor_kind = 'agent' and (head).status = 'V' and first % 23 = 0 then '7'
        else '4'
    end as type
from grouped inner join tickets using (ticket)
group by first, ticket, topic;

create table phone_calls as
with created as (
    select
        first, ticket, head.moment as moment, answer.moment as answered_at,
        type = 'V' as is_outgoing,
        -- Whoever is called picks up after a while; no two calls of a ticket overlap.
        least(moment, greatest(
            moment - if(is_outgoing, 5 + first % 20, 0),
            lag(coalesce(answered_at, moment)) over (partition by ticket order by first) + 1
        )) as created_at,
        -- Who took a call is who its group is under, or only who speaks in it.
        if(first % 2 = 0, answer.actor, head.actor) as writer
    from groups where type in ('P', 'V')
)
-- Talks last minutes, tries half a minute.
select *, greatest(coalesce(answered_at, moment), least(
    coalesce(answered_at + 90 + first % 700, created_at + 20 + first % 40),
    lead(created_at) over (partition by ticket order by first) - 1
)) as finished_at
from created;

create macro our_number() as '+4921155500';
create macro number_of(contact) as '+49170' || (5000000 + 7919 * contact % 999983);

create view exports.calls as
select
    id_in(3, first) as id, ticket_id(ticket) as "ticketId", if(is_outgoing, 'O', 'I') as type,
    if(is_outgoing, our_number(), number_of(contact)) as "fromNumber",
    if(is_outgoing, number_of(contact), our_number()) as "toNumber",
    wall(phone_calls.created_at) as "dateCreated", wall(answered_at) as "dateAnswered",
    wall(told(finished_at)) as "dateFinished",
    (told(finished_at) - answered_at)::varchar as "callDuration"
from phone_calls inner join tickets using (ticket) order by first;

-- What the program notes in chats: under the visitor's id, and under agents' ids. An agent who
-- joins has not answered yet, and some look in and never do.
create view exports.messages as
with noted as (
    select
        *, head.moment as asked_at, coalesce(writer, head.actor) as author,
        least((answer.moment - asked_at) // 2, 15) as pause,
        coalesce(answer.moment - pause, if(number % 2 = 0, asked_at + 15 + number % 60, null))
            as joined_at,
        coalesce(answer.actor, 'a' || (101 + number % 14)) as agent,
        if(pause > 1 and number % 5 = 0, answer.moment - pause + 1, null) as noted_at,
        asked_at - browsing_seconds(ticket) as since,
        last_said_at + 20 + number % 200 as left_at,
        list_sort(list_filter(said || if(type = 'C', [
            {'at': since, 'rank': 1, 'by': author, 'type': 'U', 'message': 'Firefox'},
            {'at': since + 1, 'rank': 2, 'type': 'T', 'message': 'Chat'},
            {'at': joined_at, 'rank': 3, 'by': agent, 'type': 'S', 'message': 'ist beigetreten'},
            {'at': noted_at, 'rank': 4, 'by': agent, 'type': 'N', 'message': 'schaue nach'},
            {'at': left_at, 'rank': 5, 'by': author, 'type': 'E', 'message': 'Chat beendet'}
        ], []), lambda line: told(line.at) is not null)) as lines
    from groups left join phone_calls using (first, ticket)
)
select
    id_in(2, first) as id, ticket_id(ticket) as ticket_id,
    coalesce(author, 'system00') as userid,
    coalesce(agents.name, shown_as, 'System') as user_full_name, type, head.status,
    wall(coalesce(created_at, lines[1].at)) as datecreated,
    wall(told(coalesce(finished_at, lines[-1].at))) as datefinished,
    replace(to_json(list_transform(lines, lambda line, place: {
        'id': id_in(2, first) || (place - 1), 'userid': coalesce(line.by, 'system00'),
        'type': line.type, 'datecreated': wall(line.at), 'format': 'T', 'message': line.message
    }))::varchar, ',"message":null', '')::json as messages
from noted left join agents on author = agents.agent_id left join contacts on author = contact_id
order by ticket, coalesce(created_at, lines[1].at), head.status != 'V', first;

-- Who has left is here too: the last customer has, and none has come.
create view exports.agents as
select agent_id as id, name, agent_id || '@hilfe.example' as email, if(agent_id in (
    select agent_id from roster group by agent_id
    having max(coalesce(valid_until, 'infinity')) < final_day()
), 'X', 'A') as status
from agents;

create view exports.contacts as
select
    contact_id as id, company_id, split_part(name, ' ', 1) as firstname,
    split_part(name, ' ', 2) as lastname, shown_as as system_name, to_json([address]) as emails
from contacts;

create view exports.companies as
select account_id as id, name, name as system_name from accounts where customer_id is not null;

create view exports.tags as
select 't' || severity || 'sv' as id, 'SEV-' || severity as name from range(1, 6) as _ (severity)
union all
select 't7tl', 'Telefon';

create view exports.departments as
select
    'dep' || tier as department_id, ['Support', 'Second Level', 'Entwicklung'][tier] as name,
    to_json(list(agent_id order by agent_id)) as agent_ids
from agents where tier > 0 group by tier order by tier;
