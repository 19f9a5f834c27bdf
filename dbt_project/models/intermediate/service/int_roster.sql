with roster as (
    select * from {{ ref("stg_register__roster") }}
),

absences as (
    select * from {{ ref("int_absences") }}
),

-- Days on which somebody may be there again: the first one, and the one after each absence.
returns as (
    select
        register_row,
        valid_from as returns_on
    from roster
    union all
    select
        register_row,
        valid_until + 1 as returns_on
    from absences
    where valid_until is not null
),

present as (
    select
        roster.register_row,
        roster.customer_id,
        roster.source,
        roster.agent_id,
        roster.valid_from as appointed_on,
        returns.returns_on as valid_from,
        coalesce(min(absences.valid_from) - 1, roster.valid_until) as valid_until
    from returns
    inner join roster
        on returns.register_row = roster.register_row
    left join absences
        on
            returns.register_row = absences.register_row
            and returns.returns_on <= absences.valid_from
    group by
        roster.register_row, roster.customer_id, roster.source, roster.agent_id,
        roster.valid_from, roster.valid_until, returns.returns_on
)

select
    register_row,
    customer_id,
    source,
    agent_id,
    cast(null as varchar) as stands_in_for,
    appointed_on,
    valid_from,
    valid_until
from present
where valid_until is null or valid_from <= valid_until
union all
select
    register_row,
    customer_id,
    source,
    stand_in_id as agent_id,
    absent_agent_id as stands_in_for,
    appointed_on,
    valid_from,
    valid_until
from absences
where stand_in_id is not null
