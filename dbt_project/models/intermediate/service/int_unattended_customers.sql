-- Days with an open hour to come, in the default calendar, that the add-on covers.
with days as (
    select
        covered.customer_id,
        days.local_date
    from {{ ref("int_calendar_days") }} as days
    inner join {{ ref("int_covered_days") }} as covered
        on days.local_date = covered.local_date
    where days.is_default_calendar and days.is_working_day and days.ended_at > {{ as_of() }}
)

select
    absences.customer_id,
    absences.source,
    absences.absent_agent_id,
    absences.absence_row as register_row,
    min(days.local_date) as first_date,
    max(days.local_date) as last_date
from {{ ref("int_absences") }} as absences
inner join days
    on
        absences.customer_id = days.customer_id
        and absences.valid_from <= days.local_date
        and coalesce(absences.valid_until, days.local_date) >= days.local_date
left join {{ ref("int_roster_days") }} as present
    on
        absences.customer_id = present.customer_id
        and absences.source = present.source
        and days.local_date = present.local_date
where present.local_date is null
group by
    absences.customer_id, absences.source, absences.absent_agent_id, absences.absence_row
