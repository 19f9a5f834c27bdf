-- An organization, or a person who belongs to none.
select
    source,
    organization_id as account_id,
    coalesce(organization_name, organization_id) as account_name
from {{ ref("stg_zendesk__organizations") }}
union all
select
    source,
    concat('user-', user_id) as account_id,
    coalesce(user_name, email, concat('user-', user_id)) as account_name
from {{ ref("stg_zendesk__users") }}
where organization_id is null
