with calls as (
    select
        calls.source,
        calls.call_id,
        calls.ticket_id,
        calls.created_at,
        calls.answered_at,
        -- A call tells no agent; where an export was joined with it, that is the one.
        coalesce(calls.agent_id, answerers.agent_id) as agent_id,
        types.meaning as direction,
        types.channel
    from {{ ref("stg_liveagent__calls") }} as calls
    inner join {{ ref("stg_policy__codes") }} as types
        on calls.type_code = types.code
    left join {{ ref("int_liveagent_call_answerers") }} as answerers
        on calls.source = answerers.source and calls.call_id = answerers.call_id
    where types.kind = 'liveagent' and types.topic = 'call' and calls.ticket_id is not null
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
