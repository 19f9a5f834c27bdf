select
    source,
    account_id,
    account_name
from {{ ref("stg_generic__accounts") }}
union all
select
    source,
    account_id,
    account_name
from {{ ref("int_liveagent_accounts") }}
union all
select
    source,
    account_id,
    account_name
from {{ ref("int_zendesk_accounts") }}
