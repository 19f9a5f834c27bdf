with exported as (
    select
        source,
        agent_id,
        agent_name,
        cast(null as varchar) as email,
        tier,
        is_bot
    from {{ ref("stg_generic__agents") }}
    union all
    select
        source,
        agent_id,
        agent_name,
        email,
        cast(null as integer) as tier,
        false as is_bot
    from {{ ref("stg_liveagent__agents") }}
    union all
    select
        source,
        agent_id,
        agent_name,
        email,
        cast(null as integer) as tier,
        false as is_bot
    from {{ ref("int_zendesk_agents") }}
),

bots as (
    select * from {{ ref("stg_policy__source_bots") }}
),

tiers as (
    select * from {{ ref("stg_policy__source_tiers") }}
),

-- An agent may be named in vip-sla.yml alone, or have written without ever being exported.
known as (
    select
        source,
        agent_id
    from exported
    union
    select
        source,
        agent_id
    from bots
    union
    select
        source,
        agent_id
    from tiers
)

select
    known.source,
    known.agent_id,
    coalesce(exported.agent_name, known.agent_id) as agent_name,
    exported.email,
    cast(coalesce(tiers.tier, exported.tier) as integer) as tier,
    coalesce(exported.is_bot, false) or bots.agent_id is not null as is_bot
from known
left join exported
    on known.source = exported.source and known.agent_id = exported.agent_id
left join bots
    on known.source = bots.source and known.agent_id = bots.agent_id
left join tiers
    on known.source = tiers.source and known.agent_id = tiers.agent_id
