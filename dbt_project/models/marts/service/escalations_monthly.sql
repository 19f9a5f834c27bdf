select
    customer_id,
    escalated_month as month,
    count(*) as escalation_count,
    {{ median("business_seconds") }} as escalation_business_median_seconds,
    {{ median("wall_seconds") }} as escalation_wall_median_seconds,
    count(case when is_resolved then 1 end) as escalation_resolved_count,
    count(case when closed_by_tier = 1 then 1 end) as escalation_resolved_by_tier_1_count,
    count(case when closed_by_tier >= 2 then 1 end)
        as escalation_resolved_by_higher_tier_count
from {{ ref("fct_escalations") }}
where is_covered
group by customer_id, escalated_month
