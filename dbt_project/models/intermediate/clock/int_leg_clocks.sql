{#-
    The one place where elapsed and due time are computed. A clock is a counter of seconds:
    elapsed is the count at the end less the count at the start, less the paused counts between;
    the due time is the instant at which the counter shows start + target + pauses.
-#}
{%- set targets = {
    "business": "business_target_seconds",
    "wall": "wall_target_seconds",
    "wall_from_opening": "wall_target_seconds",
} -%}
{%- set zero = "cast('2000-01-01 00:00:00+00' as " ~ var("instant") ~ ")" -%}

with legs as (
    select * from {{ ref("int_response_legs") }}
),

segments as (
    select * from {{ source("landing", "policy_calendar_segments") }}
),

counted as (
    select
        legs.*,
        at_start.is_open as is_started_in_hours,
        at_start.local_date as started_local_date,
        at_end.local_date as ended_local_date,
        {{ open_seconds_at("at_start", "legs.leg_started_at") }} as business_started_count,
        {{ open_seconds_at("at_end", "legs.leg_ended_at") }} as business_ended_count,
        {{ seconds_between(zero, "legs.leg_started_at") }} as wall_started_count,
        {{ seconds_between(zero, "legs.leg_ended_at") }} as wall_ended_count,
        {{ seconds_between(zero, "coalesce(at_start.next_opening_at, legs.leg_started_at)") }}
            as wall_from_opening_started_count
    from legs
    inner join segments as at_start
        on {{ holds_instant("at_start", "legs.calendar_id", "legs.leg_started_at") }}
    inner join segments as at_end
        on {{ holds_instant("at_end", "legs.calendar_id", "legs.leg_ended_at") }}
),

clocked as (
    select
        *,
        greatest(wall_ended_count, wall_from_opening_started_count)
            as wall_from_opening_ended_count
    from counted
),

-- A pause stops every clock for as much of it as lies within the leg.
pauses as (
    select
        clocked.response_id,
        clocked.leg_number,
        pauses.pause_number,
        pauses.is_running and clocked.is_lasting as is_running,
        {%- for clock, target in targets.items() %}
        {%- set pause_clock = "business" if clock == "business" else "wall" %}
        clocked.{{ clock }}_started_count,
        clocked.{{ target }} as {{ clock }}_target_seconds,
        greatest(pauses.{{ pause_clock }}_started_count, clocked.{{ clock }}_started_count)
            as {{ clock }}_paused_from,
        least(pauses.{{ pause_clock }}_ended_count, clocked.{{ clock }}_ended_count)
            as {{ clock }}_paused_until{{ "," if not loop.last }}
        {%- endfor %}
    from clocked
    inner join (
        select
            *,
            {{ seconds_between(zero, "started_at") }} as wall_started_count,
            {{ seconds_between(zero, "ended_at") }} as wall_ended_count
        from {{ ref("int_pauses") }}
    ) as pauses
        on clocked.response_id = pauses.response_id
),

pauses_in_order as (
    select
        *,
        {%- for clock in targets %}
        greatest({{ clock }}_paused_until - {{ clock }}_paused_from, 0)
            as {{ clock }}_paused_seconds,
        -- what the clock shows when the pause begins
        {{ clock }}_paused_from - {{ clock }}_started_count
        - coalesce(
            sum(greatest({{ clock }}_paused_until - {{ clock }}_paused_from, 0)) over (
                partition by response_id, leg_number
                order by pause_number
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as {{ clock }}_elapsed_before{{ "," if not loop.last }}
        {%- endfor %}
    from pauses
),

paused as (
    select
        response_id,
        leg_number,
        {%- for clock in targets %}
        cast(sum({{ clock }}_paused_seconds) as bigint) as {{ clock }}_paused_seconds,
        cast(
            sum(
                case
                    when {{ clock }}_elapsed_before < {{ clock }}_target_seconds
                        then {{ clock }}_paused_seconds
                    else 0
                end
            ) as bigint
        ) as {{ clock }}_paused_before_due,
        max(case when is_running and {{ clock }}_elapsed_before < {{ clock }}_target_seconds then 1 end)
            as {{ clock }}_stopped{{ "," if not loop.last }}
        {%- endfor %}
    from pauses_in_order
    group by response_id, leg_number
),

-- A due time still behind a running pause is not known yet.
elapsed as (
    select
        clocked.*,
        {%- for clock, target in targets.items() %}
        coalesce(paused.{{ clock }}_paused_seconds, 0) as {{ clock }}_paused_seconds,
        clocked.{{ clock }}_ended_count - clocked.{{ clock }}_started_count
        - coalesce(paused.{{ clock }}_paused_seconds, 0) as {{ clock }}_elapsed_seconds,
        case
            when paused.{{ clock }}_stopped is null
                then
                    clocked.{{ clock }}_started_count + clocked.{{ target }}
                    + coalesce(paused.{{ clock }}_paused_before_due, 0)
        end as {{ clock }}_due_count{{ "," if not loop.last }}
        {%- endfor %}
    from clocked
    left join paused
        on clocked.response_id = paused.response_id and clocked.leg_number = paused.leg_number
)

select
    elapsed.response_id,
    elapsed.leg_number,
    elapsed.severity,
    elapsed.made_at,
    elapsed.leg_started_at,
    elapsed.leg_ended_at,
    elapsed.is_lasting,
    elapsed.is_only_leg,
    elapsed.is_started_in_hours,
    elapsed.started_local_date,
    elapsed.ended_local_date,
    elapsed.business_target_seconds,
    elapsed.wall_target_seconds,
    -- from start to end, pauses not subtracted
    elapsed.business_ended_count - elapsed.business_started_count as business_seconds,
    elapsed.wall_ended_count - elapsed.wall_started_count as wall_seconds,
    {%- for clock in targets %}
    elapsed.{{ clock }}_paused_seconds,
    elapsed.{{ clock }}_elapsed_seconds,
    {%- endfor %}
    {{ add_seconds("buckets.started_at", "elapsed.business_due_count - buckets.open_seconds_from") }}
        as business_due_at,
    {{ add_seconds(zero, "elapsed.wall_due_count") }} as wall_due_at,
    {{ add_seconds(zero, "elapsed.wall_from_opening_due_count") }} as wall_from_opening_due_at
from elapsed
left join {{ source("landing", "policy_calendar_buckets") }} as buckets
    on
        elapsed.calendar_id = buckets.calendar_id
        and cast(floor((elapsed.business_due_count - 1) / 3600) as bigint) = buckets.open_bucket
        and elapsed.business_due_count > buckets.open_seconds_from
        and elapsed.business_due_count <= buckets.open_seconds_until
