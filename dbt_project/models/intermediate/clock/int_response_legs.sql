with responses as (
    select
        response_id,
        metric,
        policy_version_id,
        calendar_id,
        opening_severity,
        opened_at,
        ended_at,
        closed_at is null as is_owed
    from {{ ref("int_response_policies") }}
),

changes as (
    select * from {{ ref("int_severity_changes") }}
),

change_summaries as (
    select
        response_id,
        min(case when is_lowering then changed_at end) as first_lowered_at,
        max(case when is_last_change then severity end) as last_severity
    from changes
    group by response_id
),

-- Leg 0 is the response itself, from opening to end, judged by no target: it measures the whole.
whole as (
    select
        responses.*,
        0 as leg_number,
        responses.opened_at as made_at,
        coalesce(change_summaries.last_severity, responses.opening_severity) as severity,
        responses.opened_at as leg_started_at,
        responses.ended_at as leg_ended_at,
        true as is_lasting,
        false as is_only_leg
    from responses
    left join change_summaries
        on responses.response_id = change_summaries.response_id
),

from_opening as (
    select
        responses.*,
        1 as leg_number,
        responses.opened_at as made_at,
        responses.opening_severity as severity,
        responses.opened_at as leg_started_at,
        coalesce(change_summaries.first_lowered_at, responses.ended_at) as leg_ended_at,
        change_summaries.first_lowered_at is null as is_lasting,
        change_summaries.response_id is null as is_only_leg
    from responses
    left join change_summaries
        on responses.response_id = change_summaries.response_id
),

from_change as (
    select
        responses.*,
        changes.change_number + 1 as leg_number,
        changes.changed_at as made_at,
        changes.severity,
        changes.leg_started_at,
        coalesce(changes.next_lowered_at, responses.ended_at) as leg_ended_at,
        changes.next_lowered_at is null as is_lasting,
        false as is_only_leg
    from responses
    inner join changes
        on responses.response_id = changes.response_id
),

legs as (
    select * from whole
    union all
    select * from from_opening
    union all
    select * from from_change
),

targets as (
    select * from {{ ref("stg_policy__targets") }}
)

-- A severity without a target gives no leg.
select
    legs.response_id,
    legs.leg_number,
    legs.metric,
    legs.severity,
    legs.calendar_id,
    legs.made_at,
    legs.leg_started_at,
    legs.leg_ended_at,
    legs.is_lasting,
    legs.is_only_leg,
    legs.is_owed,
    targets.business_target_seconds,
    targets.wall_target_seconds
from legs
left join targets
    on
        legs.policy_version_id = targets.policy_version_id
        and legs.severity = targets.severity
        and legs.metric = targets.metric
        and legs.leg_number > 0
where legs.leg_number = 0 or targets.policy_version_id is not null
