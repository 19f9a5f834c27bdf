with days as (
    select distinct local_date
    from {{ ref("stg_policy__calendar_segments") }}
),

rostered as (
    select
        roster.customer_id,
        roster.source,
        roster.agent_id,
        days.local_date,
        max(roster.appointed_on) as appointed_on
    from {{ ref("int_roster") }} as roster
    inner join days
        on
            roster.valid_from <= days.local_date
            and coalesce(roster.valid_until, days.local_date) >= days.local_date
    group by roster.customer_id, roster.source, roster.agent_id, days.local_date
)

-- Two dedicated agents at once are a finding; the later appointed is taken, or their stand-in.
select
    customer_id,
    source,
    local_date,
    agent_id,
    row_number() over (
        partition by customer_id, source, local_date
        order by appointed_on desc, agent_id asc
    ) = 1 as is_dedicated_agent
from rostered
