select
    customer_id,
    opened_month as month,
    count(*) as owed_count,
    count(case when closed_by = 'reply' then 1 end) as reply_count,
    count(case when is_dedicated_responder then 1 end) as dedicated_reply_count,
    count(case when closed_by = 'reply' then dedicated_agent_id end) as rostered_reply_count,
    count(first_response_seconds) as first_response_count,
    {{ median("first_response_seconds") }} as first_response_median_seconds,
    count(first_opened_at) as first_response_owed_count,
    {{ closed_within(0.5, "first_reply_seconds", "first_opened_at") }}
        as first_response_median_of_all_seconds,
    count(case when first_reply_seconds <= 900 then 1 end)
        as first_response_within_15_minutes_count
from (
    select
        *,
        case when metric = 'first_response' then opened_at end as first_opened_at,
        case when first_opened_at <= closed_at then business_seconds end
            as first_response_seconds,
        case when closed_by = 'reply' then first_response_seconds end as first_reply_seconds
    from {{ ref("fct_responses") }}
    where exclusion_reason is null
) as counted
group by customer_id, opened_month
