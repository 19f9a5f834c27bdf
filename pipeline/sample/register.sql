-- The register that goes with a story.

create view register.customers as
select
    customer_id, name, plan, add_on, valid_from, valid_until,
    if(add_on is null, null, 1000) as monthly_fee_eur, language, report_to
from coverage;

create view register.accounts as
select getvariable('source') as source, account_id, customer_id from accounts
where customer_id != account_id;

create view register.roster as
select customer_id, getvariable('source') as source, agent_id, valid_from, valid_until
from roster;

create view register.absences as
select getvariable('source') as source, agent_id, valid_from, valid_until, stand_in_id
from absences;

-- A customer's worst breaches in some days; of a target that is plain, and beyond doubt.
create view register.waivers as
with breaches as (
    select
        *, row_number() over (partition by excuse order by used_share desc, response) as place
    from waived inner join tickets using (account_id) inner join responses using (ticket)
    where
        not is_changed and not is_lost and closed_by = 'reply' and used_share > 1.2
        and day_of(opened_at) between first and last
)
select
    concat_ws(':', getvariable('source'), ticket_id(ticket), cycle + 1) as response_id,
    to_timestamp(opened_at + if(is_astray, 3600, 0)) as opened_at,
    reason, approved_by, day_of(closed_at) + 2 as approved_on, null as note
from breaches
where place <= count
order by excuse, place;

-- The tickets that something is said of: they have no other response, so their number says which.
create view register.noted as
select ticket_number(ticket) as number
from noted inner join tickets using (account_id) inner join responses using (ticket)
where
    not is_changed and not is_lost and gone is null and closed_by = 'reply' and used_share > 1.2
    and day_of(opened_at) between first and last
    and ticket in (select ticket from responses group by ticket having count(*) = 1)
order by used_share desc, response
limit (select count from noted);

create view register.meetings as
select
    format('M-{:04d}', row_number() over (order by booked_at, customer_id)) as meeting_id,
    customer_id, getvariable('source') as source, agent_id, kind,
    to_timestamp(booked_at) as booked_at, to_timestamp(scheduled_at) as scheduled_at,
    to_timestamp(held_at) as held_at, status
from meetings
order by booked_at, customer_id;
