with ended as (
    select
        responses.response_id,
        responses.source,
        responses.customer_id,
        legs.ended_local_date
    from {{ ref("int_response_policies") }} as responses
    inner join {{ ref("int_leg_clocks") }} as legs
        on responses.response_id = legs.response_id and legs.leg_number = 0
)

select
    ended.response_id,
    roster.agent_id as dedicated_agent_id
from ended
inner join {{ ref("int_roster_days") }} as roster
    on
        ended.customer_id = roster.customer_id
        and ended.source = roster.source
        and ended.ended_local_date = roster.local_date
        and roster.is_dedicated_agent
