with legs as (
    select * from {{ ref("int_response_legs") }}
),

segments as (
    select * from {{ ref("stg_policy__calendar_segments") }}
),

counted as (
    select
        legs.response_id,
        legs.leg_number,
        legs.severity,
        legs.calendar_id,
        legs.made_at,
        legs.leg_started_at,
        legs.leg_ended_at,
        legs.is_lasting,
        legs.is_only_leg,
        at_start.is_open as is_started_in_hours,
        at_start.local_date as started_local_date,
        at_end.local_date as ended_local_date,
        legs.business_target_seconds,
        legs.wall_target_seconds,
        legs.wall_target_seconds as wall_from_opening_target_seconds,
        {{ open_seconds_at("at_start", "legs.leg_started_at") }} as business_started_count,
        {{ open_seconds_at("at_end", "legs.leg_ended_at") }} as business_ended_count,
        {{ wall_count("legs.leg_started_at") }} as wall_started_count,
        {{ wall_count("legs.leg_ended_at") }} as wall_ended_count,
        coalesce(at_start.next_opening_at, legs.leg_started_at) as first_open_at,
        {{ wall_count("coalesce(at_start.next_opening_at, legs.leg_started_at)") }}
            as wall_from_opening_started_count
    from legs
    inner join segments as at_start
        on {{ holds_instant("at_start", "legs.calendar_id", "legs.leg_started_at") }}
    inner join segments as at_end
        on {{ holds_instant("at_end", "legs.calendar_id", "legs.leg_ended_at") }}
)

-- A clock that waits for the opening has not begun before it.
select
    *,
    greatest(wall_ended_count, wall_from_opening_started_count) as wall_from_opening_ended_count
from counted
