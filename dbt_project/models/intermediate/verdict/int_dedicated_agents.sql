with ended as (
    select
        responses.response_id,
        responses.source,
        responses.customer_id,
        legs.ended_local_date
    from {{ ref("int_response_policies") }} as responses
    inner join {{ ref("int_leg_clocks") }} as legs
        on responses.response_id = legs.response_id and legs.leg_number = 0
),

roster as (
    select * from {{ source("landing", "register_roster") }}
),

ranked as (
    select
        ended.response_id,
        roster.agent_id as dedicated_agent_id,
        row_number() over (
            partition by ended.response_id
            order by roster.valid_from desc, roster.agent_id asc
        ) as roster_rank
    from ended
    inner join roster
        on
            ended.customer_id = roster.customer_id
            and ended.source = roster.source
            and ended.ended_local_date >= roster.valid_from
            and ended.ended_local_date <= coalesce(roster.valid_until, ended.ended_local_date)
)

-- Two dedicated agents at once are a finding; the later appointed is taken.
select
    response_id,
    dedicated_agent_id
from ranked
where roster_rank = 1
