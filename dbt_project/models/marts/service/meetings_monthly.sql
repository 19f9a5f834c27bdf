select
    customer_id,
    scheduled_month as month,
    kind,
    count(case when status != 'cancelled' then 1 end) as booked_count,
    count(case when status = 'held' then 1 end) as held_count,
    count(case when status = 'missed' then 1 end) as missed_count,
    count(case when status = 'cancelled' then 1 end) as cancelled_count,
    {{ median("wait_seconds") }} as wait_median_seconds
from {{ ref("fct_meetings") }}
where is_covered
group by customer_id, scheduled_month, kind
