-- Customers with overrides have versions of their own, even where all their targets are removed.
select distinct
    policy_owner as customer_id,
    policy_owner
from {{ ref("stg_policy__versions") }}
where policy_owner != '*'
