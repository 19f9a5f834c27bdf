with sides as (
    select
        'contacts' as subject,
        contact_count as counted,
        in_time_count + late_count + pending_count + closed_unanswered_count as parts,
        0 as facts
    from {{ ref("contacts_out_of_hours_monthly") }}
    union all
    select
        'contacts' as subject,
        0 as counted,
        0 as parts,
        count(*) as facts
    from {{ ref("fct_contacts_out_of_hours") }}
    where is_covered and outcome != 'deleted'
    union all
    select
        'calls' as subject,
        booked_count + cancelled_count as counted,
        booked_count + cancelled_count as parts,
        0 as facts
    from {{ ref("meetings_monthly") }}
    union all
    select
        'calls' as subject,
        0 as counted,
        0 as parts,
        count(*) as facts
    from {{ ref("fct_meetings") }}
    where is_covered
)

select
    subject,
    sum(counted) as counted,
    sum(parts) as parts,
    sum(facts) as facts
from sides
group by subject
having sum(counted) != sum(facts) or sum(parts) != sum(facts)
