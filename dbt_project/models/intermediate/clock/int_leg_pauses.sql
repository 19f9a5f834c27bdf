{%- set clocks = ["business", "wall", "wall_from_opening"] -%}

with legs as (
    select * from {{ ref("int_leg_counts") }}
),

pauses as (
    select
        response_id,
        pause_number,
        is_running,
        business_started_count,
        business_ended_count,
        {{ wall_count("started_at") }} as wall_started_count,
        {{ wall_count("ended_at") }} as wall_ended_count
    from {{ ref("int_pauses") }}
),

-- A pause stops a clock for as much of it as lies within the leg.
within_leg as (
    select
        legs.response_id,
        legs.leg_number,
        pauses.pause_number,
        pauses.is_running and legs.is_lasting as is_running,
    {%- for clock in clocks %}
        {%- set pause = "pauses.business" if clock == "business" else "pauses.wall" %}
        legs.{{ clock }}_started_count,
        legs.{{ clock }}_target_seconds,
        greatest({{ pause }}_started_count, legs.{{ clock }}_started_count)
            as {{ clock }}_paused_from,
        least({{ pause }}_ended_count, legs.{{ clock }}_ended_count)
            as {{ clock }}_paused_until{{ "," if not loop.last }}
    {%- endfor %}
    from legs
    inner join pauses
        on legs.response_id = pauses.response_id
),

measured as (
    select
        *,
    {%- for clock in clocks %}
        greatest({{ clock }}_paused_until - {{ clock }}_paused_from, 0)
            as {{ clock }}_paused_seconds{{ "," if not loop.last }}
    {%- endfor %}
    from within_leg
),

-- What the clock has measured when a pause begins tells whether the target was still to come.
before_due as (
    select
        *,
    {%- for clock in clocks %}
        {{ clock }}_paused_from - {{ clock }}_started_count
        - coalesce(sum({{ clock }}_paused_seconds) over earlier_pauses, 0)
        < {{ clock }}_target_seconds as is_{{ clock }}_before_due{{ "," if not loop.last }}
    {%- endfor %}
    from measured
    window earlier_pauses as (
        partition by response_id, leg_number
        order by pause_number
        rows between unbounded preceding and 1 preceding
    )
)

select
    response_id,
    leg_number,
{%- for clock in clocks %}
    cast(sum({{ clock }}_paused_seconds) as bigint) as {{ clock }}_paused_seconds,
    cast(
        sum(
            case when is_{{ clock }}_before_due then {{ clock }}_paused_seconds else 0 end
        ) as bigint
    ) as {{ clock }}_paused_before_due_seconds,
    max(case when is_running and is_{{ clock }}_before_due then 1 else 0 end) = 1
        as is_{{ clock }}_stopped{{ "," if not loop.last }}
{%- endfor %}
from before_due
group by response_id, leg_number
