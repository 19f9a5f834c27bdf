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

-- Ids: the same number in two series (0 tickets, 1 history, 2 groups, 3 calls) has two of them.
-- 1,299,709,001 shares no factor with 36^8, so every number has its own.
create macro scattered(series, number) as
    (number::bigint * 4 + series) * 1299709001 % 2821109907456;
create macro id_in(series, number) as lower(to_base(
    scattered(series, number) % 1296 * 2176782336
    + scattered(series, number) // 1296 % 1296 * 1679616
    + scattered(series, number) // 1679616 % 1296 * 1296
    + scattered(series, number) // 2176782336,
    36, 8
));
create macro ticket_id(ticket) as id_in(0, ticket);
create macro wall(moment) as timezone(getvariable('time_zone'), to_timestamp(moment))::varchar;
create macro status_code(status, before, channel, fate) as case
    when status = 'open' and before is null
        then case channel when 'chat' then 'T' when 'phone' then 'P' else 'N' end
    when status = 'resolved' and before = 'resolved' then 'L'
    when status = 'deleted' and fate = 'spam' then 'B'
    else map {
        'open': 'C', 'waiting_customer': 'A', 'on_hold': 'W', 'resolved': 'R', 'deleted': 'X'
    }[status::varchar]
end;
-- A visitor is there before anything is said in a chat.
create macro browsing_seconds(ticket) as 2 + ticket % 9;

-- An earlier export has what a ticket was before and after each change that was not the last word.
create table earlier_states as
with changes as (
    select states.ticket, states.event
    from states inner join states as newest on states.ticket = newest.ticket and newest.is_last
    where states.kind = 'severity' and states.is_change
        and states.moment between getvariable('earlier_since') and newest.moment - 1
)
select event from changes
union
select min(event) from states where ticket in (select ticket from changes) group by ticket;

create view ticket_states as
select
    ticket_id(ticket) as id, ticket_number(ticket) as code,
    contact_id as owner_contactid, address as owner_email, shown_as as owner_name,
    'dep' || tier as departmentid, agent_id as agentid,
    status_code(status, status_before, channel, fate) as status,
    to_json(nullif(list_filter(
        ['t' || severity || 'sv', if(channel = 'phone', 't7tl', null)], lambda tag: tag is not null
    ), [])) as tags,
    case channel
        when 'email' then 'E' when 'form' then 'M' when 'chat' then 'B' when 'phone' then 'C'
        else 'FAT'[1 + topic % 3]
    end as channel_type,
    wall(created_at - if(channel = 'chat' and not is_outbound, browsing_seconds(ticket), 0))
        as date_created,
    wall(moment) as date_changed,
    if(states.status = 'resolved', wall(status_at), null) as date_resolved,
    if(states.status = 'deleted', wall(status_at), null) as date_deleted,
    wall(moment) as last_activity,
    subject,
    if(channel = 'form', to_json([{
        'code': 'bereich', 'value': ['E-Mail', 'Chat', 'Telefonie', 'Berichte'][1 + topic % 4]
    }]), null) as custom_fields,
    event as _event, is_last as _is_last, event in (from earlier_states) as _is_earlier
from states inner join tickets using (ticket) inner join contacts using (contact)
where not is_lost;

create view exports.tickets as
select columns(lambda name: name[1] != '_') from ticket_states where _is_last order by _event;

create view exports."tickets-earlier" as
select columns(lambda name: name[1] != '_') from ticket_states where _is_earlier order by _event;

create view exports.history as
select
    id_in(1, event) as id, ticket_id(ticket) as conversation_id,
    status_code(status, status_before, channel, fate) as status,
    wall(moment) as date_from,
    wall(lead(moment) over (partition by ticket order by event)) as date_to,
    agent_id, 'dep' || tier as department_id
from states inner join tickets using (ticket)
where kind = 'status'
order by event;

-- The vendor's own log flatters: it has only closed records, each fulfilled by an action, and takes
-- a ticket "marked as answered" for one, unless that is one action with the reply.
create view exports.sla_log as
with put_away as (
    select ticket, moment from states
    where kind = 'status' and status in ('waiting_customer', 'resolved')
),
fulfilled as (
    select responses.*, if(moment < closed_at - 60, moment, closed_at) as fulfilled_at
    from responses
    asof left join put_away
        on responses.ticket = put_away.ticket and responses.opened_at < put_away.moment
    where due_at is not null and closed_by in ('reply', 'resolution', 'dismissal')
)
select
    (response + 1)::varchar as id, ticket_id(ticket) as conversationid,
    ticket_number(ticket) as code, 'dep1' as departmentid,
    'lev' || severity as levelid, 'VIP ' || severity as sla_level_name,
    if(is_follow_up, 'next_answer', 'first_answer') as sla_type,
    wall(opened_at) as date_created, wall(due_at) as date_due, wall(fulfilled_at) as date_closed,
    (due_at - fulfilled_at)::varchar as sla,
    responder as responsible_agent_id, responder as resolving_agent_id
from fulfilled inner join tickets using (ticket)
where not is_lost
order by response;

create view spoken as
select *, case
    when actor_kind = 'customer' then 'customer'
    when actor_kind = 'agent' and not starts_with(actor, 'bot-') then 'human'
    else 'machine'
end as speaker
from events;

-- An agent's words soon after a customer's are the answer to that call: nobody waits on the line
-- for ten minutes, and who calls back later makes a call of their own.
create table phone_calls as
with heard as (
    select *, coalesce(
        speaker = 'human' and lag(speaker) over talk = 'customer'
        and moment - lag(moment) over talk <= 600, false
    ) as is_answer
    from spoken
    where kind = 'message' and channel = 'phone' and speaker != 'machine'
    window talk as (partition by ticket order by event)
),
begun as (
    select
        *, speaker = 'human' as is_outgoing, lead(is_answer) over talk as is_taken,
        case when is_outgoing then event when is_taken then lead(event) over talk end as answer,
        case when is_outgoing then actor when is_taken then lead(actor) over talk end as taker,
        if(is_taken, lead(moment) over talk, moment) as taken_at
    from heard
    window talk as (partition by ticket order by event)
    qualify not is_answer
),
-- Whoever is called picks up after a while; no two calls of a ticket overlap.
created as (
    select *, least(moment, greatest(
        moment - if(is_outgoing, 5 + event % 20, 0), lag(taken_at) over talk + 1
    )) as created_at
    from begun
    window talk as (partition by ticket order by event)
)
select
    ticket, event, answer, is_outgoing, created_at,
    if(answer is null, null, taken_at) as answered_at,
    -- Talks last minutes, tries half a minute.
    greatest(taken_at, least(
        if(answer is null, created_at + 20 + event % 40, taken_at + 90 + event % 700),
        lead(created_at) over talk - 1
    )) as finished_at,
    -- Who took a call is who its group is under, or only who speaks in it.
    if(answer is not null and (is_outgoing or event % 2 = 0), taker, actor) as writer
from created
window talk as (partition by ticket order by event);

create view exports.calls as
with numbers as (
    select
        ticket, '+4921155500' as ours, '+49170' || (5000000 + 7919 * contact % 999983) as theirs
    from tickets
)
select
    id_in(3, event) as id, ticket_id(ticket) as "ticketId",
    if(is_outgoing, 'O', 'I') as type,
    if(is_outgoing, ours, theirs) as "fromNumber", if(is_outgoing, theirs, ours) as "toNumber",
    wall(created_at) as "dateCreated", wall(answered_at) as "dateAnswered",
    if(finished_at <= getvariable('ends_at'), wall(finished_at), null) as "dateFinished",
    if(finished_at <= getvariable('ends_at'), finished_at - answered_at, null)::varchar
        as "callDuration"
from phone_calls inner join numbers using (ticket)
order by event;

-- A chat begins with a customer and ends with the silence (nobody keeps it open for longer than
-- twenty minutes), or with a customer who writes again when an agent has answered or has put the
-- ticket away. What a chat's customer does not begin is sent by e-mail.
create table chats as
with followed as (
    select spoken.*, count(*) filter (
        if(kind = 'status', value != 'open', speaker = 'human')
    ) over (partition by ticket order by event) as endings
    from spoken inner join tickets using (ticket)
    where tickets.channel = 'chat' and kind in ('message', 'status')
),
begun as (
    select *, coalesce(moment - lag(moment) over talk > 1200, true) or (
        speaker = 'customer' and endings is distinct from last_value(
            if(speaker = 'customer', endings, null) ignore nulls
        ) over (talk rows between unbounded preceding and 1 preceding)
    ) as begins
    from followed
    where kind = 'message'
    window talk as (partition by ticket order by event)
)
select
    event,
    last_value(if(begins, speaker, null) ignore nulls) over talk as starter,
    last_value(if(begins, event, null) ignore nulls) over talk as start,
    if(starter = 'customer', start, event) as first
from begun
window talk as (partition by ticket order by event);

-- A group to each message and note, but one to all of a chat, and one to each call.
create table grouped as
select
    event, coalesce(first, phone_calls.event, event) as first,
    spoken.ticket, moment, kind, actor, channel, speaker
from spoken
left join chats using (event)
left join phone_calls on spoken.event = phone_calls.answer
where kind in ('message', 'note');

create table begun_groups as
select
    first, ticket, moment as begun_at, actor as writer,
    row_number() over (order by event) - 1 as number,
    case
        -- One note in so many is a mail forwarded, one answer in so many was sent from outside.
        when kind = 'note' then if(speaker = 'human' and event % 7 = 0, 'O', 'I')
        when grouped.channel = 'social' then 'FMW'[1 + topic % 3]
        when speaker = 'customer' then case grouped.channel
            when 'email' then '3' when 'form' then '5' when 'chat' then 'C' when 'phone' then 'P'
        end
        when speaker = 'human' and grouped.channel = 'phone' then 'V'
        when speaker = 'human' and event % 23 = 0 then '7'
        else '4'
    end as type
from grouped inner join tickets using (ticket)
where event = first;

-- What the program notes in chats: under the visitor's id, and under agents' ids. An agent who
-- joins has not answered yet, and some look in and never do.
create view noted_lines as
with talks as (
    select
        first, any_value(begun_groups.ticket) as ticket, any_value(number) as number,
        min(moment) as asked_at, max(moment) as ended_at, arg_min(actor, event) as visitor,
        arg_min(moment, event) filter (speaker = 'human') as answered_at,
        arg_min(actor, event) filter (speaker = 'human') as answerer
    from grouped inner join begun_groups using (first)
    where type = 'C'
    group by first
),
joined as (
    select
        *, asked_at - browsing_seconds(ticket) as since,
        least((answered_at - asked_at) // 2, 15) as pause,
        case
            when answered_at is not null then answered_at - pause
            when number % 2 = 0 then asked_at + 15 + number % 60
        end as joined_at,
        coalesce(answerer, 'a' || (101 + number % 14)) as agent,
        if(answered_at is not null and pause > 1 and number % 5 = 0, joined_at + 1, null) as noted_at
    from talks
)
select first, unnest([
    {'moment': since, 'rank': 1, 'writer': visitor, 'type': 'U'},
    {'moment': since + 1, 'rank': 2, 'writer': null, 'type': 'T'},
    {'moment': joined_at, 'rank': 3, 'writer': agent, 'type': 'S'},
    {'moment': noted_at, 'rank': 4, 'writer': agent, 'type': 'N'},
    {'moment': ended_at + 20 + number % 200, 'rank': 5, 'writer': visitor, 'type': 'E'}
], recursive := true)
from joined;

create macro line(number, place, writer, type, moment) as concat(
    '{"id":"', id_in(2, number), place, '","userid":"', coalesce(writer, 'system00'),
    '","type":"', type, '","datecreated":"', wall(moment), '","format":"T"',
    case type
        when 'U' then ',"message":"Firefox"' when 'T' then ',"message":"Chat"'
        when 'S' then ',"message":"ist beigetreten"' when 'N' then ',"message":"schaue nach"'
        when 'E' then ',"message":"Chat beendet"'
    end, '}'
);

create view exports.messages as
with lines as (
    select first, moment, 0 as rank, event, actor as writer, 'M' as type from grouped
    where first in (select first from begun_groups where type in ('C', 'P', 'V'))
    union all by name
    select * from noted_lines where moment <= getvariable('ends_at')
),
numbered as (
    select *, row_number() over (partition by first order by moment, rank, event) - 1 as place
    from lines
),
talks as (
    select
        first, min(moment) as created_at, max(moment) as finished_at,
        string_agg(line(first, place, writer, type, moment), ',' order by place) as lines
    from numbered
    group by first
),
kept as (
    select
        first as number, begun_groups.ticket, type, 'V' as status, lines,
        coalesce(phone_calls.writer, begun_groups.writer) as writer,
        coalesce(phone_calls.created_at, talks.created_at, begun_at) as created_at,
        coalesce(phone_calls.finished_at, talks.finished_at, begun_at) as finished_at
    from begun_groups
    left join talks using (first)
    left join phone_calls on first = phone_calls.event
    union all by name
    -- What is no message on its ticket owes and answers nothing: an agent takes back what was sent
    -- to the wrong customer (D), somebody else's mail is split away or merged away.
    select
        (select count(*) from events) + response as number, ticket,
        if(gone = 'D', '4', '3') as type, gone as status,
        if(gone = 'D', responder, contact_id) as writer,
        gone_at as created_at, gone_at as finished_at
    from responses inner join tickets using (ticket) inner join contacts using (contact)
    where gone is not null
),
-- In order before the long texts are made, which then need not be sorted.
ordered as (
    select kept.*, name
    from kept left join people on kept.writer = people.id
    order by ticket, created_at, status != 'V', number
)
select
    id_in(2, number) as id, ticket_id(ticket) as ticket_id,
    coalesce(writer, 'system00') as userid, coalesce(name, 'System') as user_full_name,
    type, status, wall(created_at) as datecreated,
    if(finished_at <= getvariable('ends_at'), wall(finished_at), null) as datefinished,
    concat('[', coalesce(lines, line(number, 0, writer, 'M', created_at)), ']')::json as messages
from ordered;

-- Who has left is here too: the last customer has, and none has come.
create view exports.agents as
select agent_id as id, name, agent_id || '@hilfe.example' as email, if(agent_id in (
    select agent_id from roster group by agent_id
    having max(coalesce(valid_until, 'infinity')) < day_of(getvariable('ends_at'))
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
from agents
where not is_bot
group by tier
order by tier;
