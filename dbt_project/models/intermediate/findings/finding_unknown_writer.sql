with writers as (
    select
        source,
        actor_id,
        count(*) as message_count
    from {{ ref("int_events") }}
    where kind = 'message' and actor_kind = 'agent' and actor_id is not null
    group by source, actor_id
)

select
    'unknown_writer' as kind,
    writers.source,
    writers.actor_id as finding_key,
    concat(
        'agent ', writers.actor_id, ' wrote ', {{ how_many("writers.message_count", "message") }},
        ' but is not among the agents of source ', writers.source,
        '; export the agents again, and list the id under `bots` if it is one'
    ) as message
from writers
left join {{ ref("int_agents") }} as agents
    on writers.source = agents.source and writers.actor_id = agents.agent_id
where agents.agent_id is null
