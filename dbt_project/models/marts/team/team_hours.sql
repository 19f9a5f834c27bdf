select
    source,
    agent_id,
    customer_id,
    cast(date_trunc('month', local_date) as date) as month,
    weekday,
    local_hour,
    cast(sum(public_message_count) as bigint) as public_message_count
from {{ ref("int_agent_hours") }}
group by
    source,
    agent_id,
    customer_id,
    cast(date_trunc('month', local_date) as date),
    weekday,
    local_hour
