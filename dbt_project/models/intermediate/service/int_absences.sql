-- Of a time without an end on both sides the end is null.
select
    roster.register_row,
    absences.register_row as absence_row,
    roster.customer_id,
    roster.source,
    roster.agent_id as absent_agent_id,
    absences.stand_in_id,
    roster.valid_from as appointed_on,
    greatest(roster.valid_from, absences.valid_from) as valid_from,
    least(
        coalesce(roster.valid_until, absences.valid_until),
        coalesce(absences.valid_until, roster.valid_until)
    ) as valid_until
from {{ ref("stg_register__roster") }} as roster
inner join {{ ref("stg_register__absences") }} as absences
    on
        roster.source = absences.source
        and roster.agent_id = absences.agent_id
        and (roster.valid_until is null or roster.valid_until >= absences.valid_from)
        and (absences.valid_until is null or absences.valid_until >= roster.valid_from)
