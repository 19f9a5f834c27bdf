-- A company, or a contact that belongs to none.
select
    source,
    company_id as account_id,
    coalesce(company_name, system_name, company_id) as account_name
from {{ ref("stg_liveagent__companies") }}
union all
select
    source,
    contact_id as account_id,
    coalesce(person_name, contact_name, system_name, email, contact_id) as account_name
from {{ ref("stg_liveagent__contacts") }}
where company_id is null
