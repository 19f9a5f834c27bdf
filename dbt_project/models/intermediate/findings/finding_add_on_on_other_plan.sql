select
    'add_on_on_other_plan' as kind,
    'register' as source,
    customer_id as finding_key,
    concat(
        'customers.csv row ', cast(register_row as varchar), ': ', customer_id,
        ' has the add-on on plan "', coalesce(plan, ''),
        '", but it exists on All-Inclusive alone; correct the plan or the add-on'
    ) as message
from {{ ref("stg_register__customers") }}
where is_dedicated and lower(replace(coalesce(plan, ''), ' ', '-')) != 'all-inclusive'
