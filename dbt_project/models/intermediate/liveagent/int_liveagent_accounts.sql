-- A company, or a contact that belongs to none.
select
    source,
    company_id as account_id,
    company_name as account_name
from {{ ref("stg_liveagent__companies") }}
union all
select
    source,
    contact_id as account_id,
    coalesce(contact_name, email) as account_name
from {{ ref("stg_liveagent__contacts") }}
where company_id is null
