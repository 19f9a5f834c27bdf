-- A calendar that does not reach over a moment, or a policy version that does not hold at it,
-- would drop it silently.
with stages as (
    select
        'escalations' as subject,
        count(*) as row_count
    from {{ ref("int_escalations") }}
    union all
    select
        'escalations' as subject,
        count(*) as row_count
    from {{ ref("fct_escalations") }}
    union all
    select
        'meetings' as subject,
        count(*) as row_count
    from {{ ref("int_meetings") }}
    union all
    select
        'meetings' as subject,
        count(*) as row_count
    from {{ ref("fct_meetings") }}
    union all
    select
        'contacts' as subject,
        count(*) as row_count
    from {{ ref("int_contacts_out_of_hours") }}
    union all
    select
        'contacts' as subject,
        count(*) as row_count
    from {{ ref("fct_contacts_out_of_hours") }}
)

select
    subject,
    min(row_count) as fewest,
    max(row_count) as most
from stages
group by subject
having min(row_count) != max(row_count)
