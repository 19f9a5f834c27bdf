select
    users.source,
    users.user_id as agent_id,
    users.user_name as agent_name,
    users.email
from {{ ref("stg_zendesk__users") }} as users
inner join {{ ref("stg_policy__codes") }} as codes
    on
        codes.kind = 'zendesk'
        and codes.topic = 'role'
        and codes.meaning = 'agent'
        and users.role_code = codes.code
