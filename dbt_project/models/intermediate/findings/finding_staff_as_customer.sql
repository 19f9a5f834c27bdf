with agents as (
    select * from {{ ref("int_agents") }}
    where not is_bot
),

tickets as (
    select * from {{ ref("int_tickets") }}
),

-- Who writes as a customer under an agent's id, and tickets whose account is an agent.
claims as (
    select
        events.source,
        events.ticket_id,
        agents.agent_id
    from {{ ref("int_events") }} as events
    inner join agents
        on events.source = agents.source and events.actor_id = agents.agent_id
    where events.instant_rank = 2
    union
    select
        tickets.source,
        tickets.ticket_id,
        agents.agent_id
    from tickets
    inner join agents
        on tickets.source = agents.source and tickets.account_id = agents.agent_id
    union
    select
        tickets.source,
        tickets.ticket_id,
        agents.agent_id
    from tickets
    inner join agents
        on tickets.source = agents.source and lower(tickets.account_id) = lower(agents.email)
    union
    select
        owned.source,
        owned.ticket_id,
        agents.agent_id
    from {{ ref("stg_liveagent__tickets") }} as owned
    inner join {{ ref("stg_liveagent__contacts") }} as contacts
        on owned.source = contacts.source and owned.owner_contact_id = contacts.contact_id
    inner join agents
        on contacts.source = agents.source and lower(contacts.email) = lower(agents.email)
),

ranked as (
    select
        *,
        row_number() over (partition by source, agent_id order by ticket_id) as ticket_rank
    from claims
)

select
    'staff_as_customer' as kind,
    source,
    agent_id as finding_key,
    concat(
        'agent ', agent_id, ' is the customer of ', {{ how_many("count(*)", "ticket") }},
        ' of source ', source, ' (', {{ handful("ticket_id", "ticket_rank", "count(*)") }},
        '), and what a colleague asks is owed like a customer''s question; set the true customer ',
        'in the help desk and export the tickets again'
    ) as message
from ranked
group by source, agent_id
