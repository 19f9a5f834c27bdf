with events as (
    {%- for rows_of_a_kind in [
        ref("int_generic_events"),
        ref("int_liveagent_events"),
        ref("int_zendesk_events"),
    ] %}
        select
            source,
            event_id,
            ticket_id,
            occurred_at,
            kind,
            event_value,
            previous_value,
            actor_kind,
            actor_id,
            channel
        from {{ rows_of_a_kind }}
        {{ "union all" if not loop.last }}
    {%- endfor %}
),

bots as (
    select
        source,
        agent_id
    from {{ ref("int_agents") }}
    where is_bot
),

-- An agent marked as a bot is a bot whatever the export says of the actor.
acted as (
    select
        events.*,
        case when bots.agent_id is not null then 'bot' else events.actor_kind end as acted_as
    from events
    left join bots
        on events.source = bots.source and events.actor_id = bots.agent_id
)

select
    source,
    ticket_id,
    event_id,
    occurred_at,
    kind,
    event_value,
    previous_value,
    acted_as as actor_kind,
    actor_id,
    channel,
    -- Who comes first at one instant: what is known before what is said, the customer before
    -- the answer, and the status that a reply leaves behind after it.
    case
        when kind in ('severity', 'assignment', 'escalation') then 1
        when kind = 'message' and acted_as = 'customer' then 2
        when kind = 'message' and acted_as = 'agent' then 4
        when kind = 'status' then 5
        else 3
    end as instant_rank
from acted
