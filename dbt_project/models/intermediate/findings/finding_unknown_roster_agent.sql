with named as (
    select
        'roster.csv row ' as place,
        register_row,
        source,
        agent_id
    from {{ ref("stg_register__roster") }}
    union all
    select
        'absences.csv row ' as place,
        register_row,
        source,
        stand_in_id as agent_id
    from {{ ref("stg_register__absences") }}
    where stand_in_id is not null
)

select
    'unknown_roster_agent' as kind,
    named.source,
    named.agent_id as finding_key,
    concat(
        named.place, cast(named.register_row as varchar), ': agent ', named.agent_id,
        ' is not among the agents of source ', named.source,
        '; correct the id or export the agents again'
    ) as message
from named
left join {{ ref("int_agents") }} as agents
    on named.source = agents.source and named.agent_id = agents.agent_id
where agents.agent_id is null
