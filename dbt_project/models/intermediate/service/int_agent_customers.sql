with rostered as (
    select
        roster.*,
        days.local_month
    from {{ ref("int_roster_days") }} as roster
    inner join {{ ref("int_calendar_days") }} as days
        on roster.local_date = days.local_date
    where days.is_default_calendar and days.is_begun
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
    rostered.local_month as month,
    max(loads.customer_count) as dedicated_agent_customer_count
from rostered
inner join loads
    on
        rostered.source = loads.source
        and rostered.agent_id = loads.agent_id
        and rostered.local_date = loads.local_date
group by rostered.customer_id, rostered.local_month
