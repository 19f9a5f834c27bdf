select
    source,
    coalesce(responder_id, '(unknown)') as agent_id,
    customer_id,
    opened_month as month,
    count(*) as reply_count,
    count(case when outcome = 'met' then 1 end) as met_count,
    count(case when outcome = 'breached' then 1 end) as breached_count,
    count(case when outcome = 'no_target' then 1 end) as no_target_count,
    count(case when is_dedicated_responder then 1 end) as dedicated_reply_count
from {{ ref("fct_responses") }}
where closed_by = 'reply' and exclusion_reason is null
group by source, coalesce(responder_id, '(unknown)'), customer_id, opened_month
