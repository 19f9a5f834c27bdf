select
    'unknown_roster_agent' as kind,
    roster.source,
    roster.agent_id as finding_key,
    concat(
        'roster.csv row ', cast(roster.register_row as varchar), ': agent ', roster.agent_id,
        ' is not among the agents of source ', roster.source,
        '; correct the id or export the agents again'
    ) as message
from {{ ref("stg_register__roster") }} as roster
left join {{ ref("int_agents") }} as agents
    on roster.source = agents.source and roster.agent_id = agents.agent_id
where agents.agent_id is null
