select
    'override_of_unknown_customer' as kind,
    'policy' as source,
    owners.policy_owner as finding_key,
    concat(
        'policy.yml has overrides for ', owners.policy_owner,
        ', whom the register does not know; correct the id, or add the customer to ',
        'register/customers.csv'
    ) as message
from {{ ref("int_policy_owners") }} as owners
left join {{ ref("stg_register__customers") }} as register
    on owners.policy_owner = register.customer_id
where register.customer_id is null
