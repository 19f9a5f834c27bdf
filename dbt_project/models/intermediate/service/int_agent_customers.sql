with today as (
    select segments.local_date
    from {{ source("landing", "policy_calendar_segments") }} as segments
    inner join {{ source("landing", "policy_settings") }} as settings
        on {{ holds_instant("segments", "settings.default_calendar_id", as_of()) }}
),

rostered as (
    select roster.*
    from {{ ref("int_roster_days") }} as roster
    inner join today
        on roster.local_date <= today.local_date
),

-- For how many customers each agent is the dedicated one, day by day.
loads as (
    select
        source,
        agent_id,
        local_date,
        count(distinct customer_id) as customer_count
    from rostered
    group by source, agent_id, local_date
)

select
    rostered.customer_id,
    cast(date_trunc('month', rostered.local_date) as date) as month,
    max(loads.customer_count) as dedicated_agent_customer_count
from rostered
inner join loads
    on
        rostered.source = loads.source
        and rostered.agent_id = loads.agent_id
        and rostered.local_date = loads.local_date
group by rostered.customer_id, cast(date_trunc('month', rostered.local_date) as date)
