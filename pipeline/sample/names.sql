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

-- Status and severity events, and tickets' last ones, with what the ticket is after them.
create table states as
with known as (
    select
        event, ticket, moment, kind, previous is not null as is_change,
        lead(event) over talk is null as is_last,
        last_value(if(kind = 'severity', value, null) ignore nulls) over talk as classified,
        last_value(if(kind = 'escalation', value, null) ignore nulls) over talk as escalated,
        last_value(if(kind = 'assignment', value, null) ignore nulls) over talk as agent_id,
        last_value(
            if(kind = 'status', {'now': value, 'before': previous, 'at': moment}, null) ignore nulls
        ) over talk as status
    from events
    window talk as (partition by ticket order by event)
)
select
    known.* exclude (status), coalesce(classified, first_severity) as severity,
    coalesce(escalated, '1') as tier,
    status.now as status, status.before as status_before, status.at as status_at
from known inner join tickets using (ticket)
where kind in ('status', 'severity') or is_last;
