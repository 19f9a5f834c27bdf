select
    customer_id,
    began_month as month,
    severity,
    target_seconds,
    count(*) as gap_count,
    count(case when is_late then 1 end) as late_gap_count,
    count(case when is_running then 1 end) as running_gap_count,
    max(gap_seconds) as longest_gap_seconds
from {{ ref("int_update_gaps") }}
where is_covered
group by customer_id, began_month, severity, target_seconds
