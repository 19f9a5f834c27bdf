with legs as (
    select *
    from {{ ref("int_leg_clocks") }}
    where leg_number > 0
),

readings as (
    select * from {{ ref("stg_policy__readings") }}
),

-- A reading only chooses among the clocks.
read as (
    select
        legs.response_id,
        readings.reading,
        legs.leg_number,
        legs.severity,
        readings.clock,
        legs.made_at,
        legs.leg_started_at,
        legs.leg_ended_at,
        case when readings.clock = 'wall' then legs.leg_started_at else legs.first_open_at end
            as clock_started_at,
        legs.is_lasting,
        legs.is_only_leg,
    {%- for column in ["target_seconds", "elapsed_seconds", "paused_seconds", "due_at"] %}
        case
            when readings.clock = 'business' then legs.business_{{ column }}
            when readings.clock = 'wall' then legs.wall_{{ column }}
            when readings.clock = 'wall_from_opening' then legs.wall_from_opening_{{ column }}
        end as {{ column }}{{ "," if not loop.last }}
    {%- endfor %}
    from legs
    inner join readings
        on legs.severity = readings.severity
)

select
    *,
    target_seconds - elapsed_seconds as left_seconds,
    elapsed_seconds > target_seconds as is_breached
from read
