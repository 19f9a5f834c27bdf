-- What every shape shares: ids and numbers, what tickets are in the end, and the register.

create schema exports;
create schema register;

-- Ids: the same number in two series (0 tickets, 1 history, 2 groups, 3 calls) has two of them.
-- 1,299,709,001 shares no factor with 36^8, so every number has its own.
create macro id_in(series, number) as lower(regexp_replace(
    to_base((number::bigint * 4 + series) * 1299709001 % 2821109907456, 36, 8),
    '(..)(..)(..)(..)', '\4\3\2\1'
));
create macro ticket_id(ticket) as id_in(0, ticket);

-- What people call tickets, `KTR-BWXLM-482` say: all different (15,821,314,573 shares no factor
-- with the 20^8 of its letters), in no visible order, and without vowels, so no words.
create macro ticket_number(ticket) as regexp_replace(translate(
    to_base((ticket + 1) * 15821314573 % 25600000000, 20, 8),
    '0123456789ABCDEFGHIJ', 'BCDFGHJKLMNPQRSTVWXZ'
), '(..)(...)(...)', '\3-\2\1-') || lpad((ticket * 617 % 1000)::varchar, 3, '0');

create macro day_of(moment) as timezone('Europe/Berlin', to_timestamp(moment))::date;
create macro final_day() as day_of(getvariable('ends_at'));

-- Status and severity events, and tickets' last ones, with what the ticket is after them.
create table states as
select
    event, ticket, moment, kind, previous is not null as is_change,
    lead(event) over talk is null as is_last,
    coalesce(max_by(value, event) filter (kind = 'severity') over talk, first_severity) as severity,
    coalesce(max_by(value, event) filter (kind = 'escalation') over talk, '1') as tier,
    max_by(value, event) filter (kind = 'assignment') over talk as agent_id,
    max_by(events, event) filter (kind = 'status') over talk as change,
    (change).value as status, (change).previous as status_before, (change).moment as status_at
from events inner join tickets using (ticket)
window talk as (partition by ticket order by event)
qualify kind in ('status', 'severity') or is_last;

create view register.customers as
select
    customer_id, name, plan, add_on, valid_from, valid_until,
    if(add_on is null, null, 1000) as monthly_fee_eur, language,
    concat('leitung@', mail, '.example') as report_to
from coverage;

create view register.accounts as
select getvariable('source') as source, account_id, customer_id from accounts
where customer_id != account_id;

create view register.roster as
select customer_id, getvariable('source') as source, agent_id, valid_from, valid_until
from roster;

create view register.absences as
select
    getvariable('source') as source, agent_id, final_day() + valid_from::integer as valid_from,
    final_day() + valid_until::integer as valid_until, stand_in_id
from absences;

-- A customer's worst breaches in some days; of a target that is plain, and beyond doubt. Without a
-- reason, something is said of tickets: they have no other response, so their number says which.
create table breaches as
select *
from chosen inner join tickets using (account_id) inner join responses using (ticket)
where
    changed_to = 0 and not is_lost and closed_by = 'reply' and used_share > 1.2
    and day_of(opened_at) between valid_from and valid_until
    and (reason is not null or gone is null and ticket in (
        select ticket from responses group by ticket having count(*) = 1
    ))
window worst as (partition by choice order by used_share desc, response)
qualify row_number() over worst <= count
order by choice, used_share desc, response;

create view register.waivers as
select
    concat_ws(':', getvariable('source'), ticket_id(ticket), cycle + 1) as response_id,
    to_timestamp(opened_at + if(is_astray, 3600, 0)) as opened_at,
    reason, approved_by, day_of(closed_at) + 2 as approved_on, null as note
from breaches
where reason is not null;

create view register.meetings as
select
    format('M-{:04d}', row_number() over (order by booked_at, customer_id)) as meeting_id,
    customer_id, getvariable('source') as source, agent_id, kind,
    to_timestamp(booked_at) as booked_at, to_timestamp(scheduled_at) as scheduled_at,
    to_timestamp(held_at) as held_at, status
from meetings inner join roster using (customer_id)
where
    booked_at <= getvariable('ends_at')
    and day_of(scheduled_at) between valid_from and coalesce(valid_until, 'infinity')
order by booked_at, customer_id;
