-- What every shape shares.

create schema exports;
create schema register;

-- What people call tickets, `KTR-BWXLM-482` say: all different (15,821,314,573 shares no factor
-- with the 20^8 of its letters), in no visible order, and without vowels, so no words.
create macro letters_of(ticket) as translate(
    to_base((ticket + 1) * 15821314573 % 25600000000, 20, 8),
    '0123456789ABCDEFGHIJ', 'BCDFGHJKLMNPQRSTVWXZ'
);
create macro ticket_number(ticket) as concat(
    letters_of(ticket)[6:8], '-', letters_of(ticket)[3:5], letters_of(ticket)[1:2], '-',
    lpad((ticket * 617 % 1000)::varchar, 3, '0')
);

-- Who writes under an id.
create view people as
select agent_id as id, name from agents
union all
select contact_id, shown_as from contacts;

create macro day_of(moment) as timezone('Europe/Berlin', to_timestamp(moment))::date;
