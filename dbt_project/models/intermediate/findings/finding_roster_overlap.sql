with roster as (
    select * from {{ ref("stg_register__roster") }}
),

pairs as (
    select
        earlier.register_row as earlier_row,
        later.register_row as later_row,
        earlier.customer_id as earlier_customer_id,
        later.customer_id as later_customer_id,
        earlier.agent_id as earlier_agent_id,
        later.agent_id as later_agent_id,
        earlier.source = later.source and earlier.agent_id = later.agent_id as is_same_agent,
        earlier.customer_id = later.customer_id as is_same_customer,
        earlier.source = later.source as is_same_source
    from roster as earlier
    inner join roster as later
        on
            earlier.register_row < later.register_row
            and (earlier.valid_until is null or earlier.valid_until >= later.valid_from)
            and (later.valid_until is null or later.valid_until >= earlier.valid_from)
)

select
    'two_dedicated_agents' as kind,
    'register' as source,
    earlier_customer_id as finding_key,
    concat(
        'roster.csv rows ', cast(earlier_row as varchar), ' and ', cast(later_row as varchar), ': ',
        earlier_customer_id, ' has two dedicated agents on some days, ', earlier_agent_id, ' and ',
        later_agent_id, '; end one row before the other begins'
    ) as message
from pairs
where is_same_customer and is_same_source and not is_same_agent
union all
select
    'agent_of_two_customers' as kind,
    'register' as source,
    earlier_agent_id as finding_key,
    concat(
        'roster.csv rows ', cast(earlier_row as varchar), ' and ', cast(later_row as varchar), ': ',
        earlier_agent_id, ' is dedicated to ', earlier_customer_id, ' and ', later_customer_id,
        ' on the same days, though the promise is an agent for one customer alone'
    ) as message
from pairs
where is_same_agent and not is_same_customer
