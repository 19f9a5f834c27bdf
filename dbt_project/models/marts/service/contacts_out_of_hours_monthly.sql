select
    customer_id,
    arrived_month as month,
    coalesce(channel, 'unknown') as channel,
    count(*) as contact_count,
    {%- for outcome in ["in_time", "late", "pending", "closed_unanswered"] %}
        count(case when outcome = '{{ outcome }}' then 1 end) as {{ outcome }}_count,
    {%- endfor %}
    count(case when is_unanswered_call then 1 end) as unanswered_call_count,
    count(case when is_unanswered_call and answered_at is not null then 1 end)
        as unanswered_call_answered_count,
    {{ median("case when is_unanswered_call then wall_seconds end") }}
        as unanswered_call_median_seconds
from {{ ref("fct_contacts_out_of_hours") }}
where is_counted
group by customer_id, arrived_month, coalesce(channel, 'unknown')
