with calls as (
    select
        calls.*,
        types.meaning as direction,
        types.channel
    from {{ ref("stg_liveagent__calls") }} as calls
    inner join {{ source("landing", "policy_liveagent_codes") }} as types
        on calls.type_code = types.code
    where types.topic = 'call' and calls.ticket_id is not null
)

select
    source,
    concat('c:', call_id, ':in') as event_id,
    ticket_id,
    created_at as occurred_at,
    'customer' as actor_kind,
    cast(null as varchar) as actor_id,
    channel
from calls
where direction = 'incoming'
union all
select
    source,
    concat('c:', call_id, case when direction = 'incoming' then ':answer' else ':out' end)
        as event_id,
    ticket_id,
    answered_at as occurred_at,
    case when agent_id = 'system00' then 'system' else 'agent' end as actor_kind,
    agent_id as actor_id,
    channel
from calls
where direction in ('incoming', 'outgoing') and answered_at is not null
