-- LiveAgent has no tiers; vip-sla.yml says which agents are on tier 2 or higher.
with tiers as (
    select
        source,
        agent_id,
        tier
    from {{ ref("int_agents") }}
    where tier >= 2 and not is_bot
),

-- Where an agent shows: a ticket that is theirs from then on, or a public message.
appearances as (
    select
        source,
        ticket_id,
        agent_id,
        started_at as occurred_at,
        concat('h:', history_id) as record_id
    from {{ ref("stg_liveagent__history") }}
    where agent_id is not null
    union all
    select
        source,
        ticket_id,
        actor_id as agent_id,
        occurred_at,
        event_id as record_id
    from {{ ref("int_liveagent_message_events") }}
    where kind = 'message' and actor_kind = 'agent'
    union all
    select
        source,
        ticket_id,
        actor_id as agent_id,
        occurred_at,
        event_id as record_id
    from {{ ref("int_liveagent_chat_events") }}
    where actor_kind = 'agent'
    union all
    select
        source,
        ticket_id,
        actor_id as agent_id,
        occurred_at,
        event_id as record_id
    from {{ ref("int_liveagent_call_events") }}
    where actor_kind = 'agent'
),

ranked as (
    select
        appearances.source,
        appearances.ticket_id,
        appearances.agent_id,
        appearances.occurred_at,
        appearances.record_id,
        tiers.tier,
        row_number() over (
            partition by appearances.source, appearances.ticket_id, tiers.tier
            order by appearances.occurred_at, appearances.record_id
        ) as appearance_rank
    from appearances
    inner join tiers
        on
            appearances.source = tiers.source
            and appearances.agent_id = tiers.agent_id
)

select
    source,
    concat('e:', record_id) as event_id,
    ticket_id,
    occurred_at,
    cast(tier as varchar) as event_value,
    agent_id as actor_id
from ranked
where appearance_rank = 1
