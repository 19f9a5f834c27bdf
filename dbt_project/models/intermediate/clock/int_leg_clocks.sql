{#-
    The one place where elapsed and due time are computed: elapsed is the count at the end less the
    count at the start, less the pauses; due is the instant at which the clock shows start + target
    + the pauses before.
-#}
{%- set clocks = ["business", "wall", "wall_from_opening"] -%}

with legs as (
    select * from {{ ref("int_leg_counts") }}
),

pauses as (
    select * from {{ ref("int_leg_pauses") }}
),

elapsed as (
    select
        legs.*,
    {%- for clock in clocks %}
        coalesce(pauses.{{ clock }}_paused_seconds, 0) as {{ clock }}_paused_seconds,
        legs.{{ clock }}_ended_count - legs.{{ clock }}_started_count
        - coalesce(pauses.{{ clock }}_paused_seconds, 0) as {{ clock }}_elapsed_seconds,
        -- behind a pause that still holds, the due time is not known yet
        case
            when not coalesce(pauses.is_{{ clock }}_stopped, false)
                then
                    legs.{{ clock }}_started_count + legs.{{ clock }}_target_seconds
                    + coalesce(pauses.{{ clock }}_paused_before_due_seconds, 0)
        end as {{ clock }}_due_count{{ "," if not loop.last }}
    {%- endfor %}
    from legs
    left join pauses
        on legs.response_id = pauses.response_id and legs.leg_number = pauses.leg_number
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
    elapsed.first_open_at,
    elapsed.started_local_date,
    elapsed.ended_local_date,
    -- from start to end, pauses not subtracted
    elapsed.business_ended_count - elapsed.business_started_count as business_seconds,
    elapsed.wall_ended_count - elapsed.wall_started_count as wall_seconds,
    {%- for clock in clocks %}
        elapsed.{{ clock }}_target_seconds,
        elapsed.{{ clock }}_paused_seconds,
        elapsed.{{ clock }}_elapsed_seconds,
    {%- endfor %}
    {{ add_seconds(
        "buckets.started_at", "elapsed.business_due_count - buckets.open_seconds_from"
    ) }} as business_due_at,
    {{ add_seconds(wall_start(), "elapsed.wall_due_count") }} as wall_due_at,
    {{ add_seconds(wall_start(), "elapsed.wall_from_opening_due_count") }}
        as wall_from_opening_due_at
from elapsed
left join {{ ref("stg_policy__calendar_buckets") }} as buckets
    on
        elapsed.calendar_id = buckets.calendar_id
        and cast(floor((elapsed.business_due_count - 1) / 3600) as bigint) = buckets.open_bucket
        and elapsed.business_due_count > buckets.open_seconds_from
        and elapsed.business_due_count <= buckets.open_seconds_until
