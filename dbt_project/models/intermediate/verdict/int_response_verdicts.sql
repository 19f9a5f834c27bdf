with responses as (
    select * from {{ ref("int_response_policies") }}
),

whole as (
    select *
    from {{ ref("int_leg_clocks") }}
    where leg_number = 0
),

readings as (
    select distinct reading
    from {{ ref("stg_policy__readings") }}
),

targets as (
    select * from {{ ref("stg_policy__targets") }}
),

judged as (
    select
        responses.response_id,
        readings.reading,
        responses.opened_at,
        responses.closed_at,
        responses.closed_by,
        whole.severity as severity_at_end,
        whole.business_seconds,
        whole.leg_ended_at as ended_at,
        whole.first_open_at,
        reported.leg_number,
        reported.severity,
        reported.clock,
        reported.leg_started_at,
        reported.leg_ended_at,
        reported.clock_started_at,
        reported.target_seconds,
        reported.elapsed_seconds,
        reported.paused_seconds,
        reported.due_at,
        case
            when reported.is_breached then 'breached'
            when targets.severity is null then 'no_target'
            when responses.closed_at is null then 'pending'
            when responses.closed_by = 'reply' then 'met'
            else 'unanswered'
        end as outcome
    from responses
    cross join readings
    inner join whole
        on responses.response_id = whole.response_id
    left join targets
        on
            responses.policy_version_id = targets.policy_version_id
            and responses.metric = targets.metric
            and whole.severity = targets.severity
    left join {{ ref("int_reported_legs") }} as reported
        on
            responses.response_id = reported.response_id
            and readings.reading = reported.reading
)

-- Without a target the response itself is reported, on the business clock.
select
    response_id,
    reading,
    outcome,
    case when outcome = 'no_target' then severity_at_end else severity end as severity,
    case when outcome = 'no_target' then 'business' else clock end as clock,
    case when outcome != 'no_target' then leg_number end as leg_number,
    case when outcome = 'no_target' then opened_at else leg_started_at end as leg_started_at,
    case when outcome = 'no_target' then ended_at else leg_ended_at end as leg_ended_at,
    case when outcome = 'no_target' then first_open_at else clock_started_at end
        as clock_started_at,
    case when outcome != 'no_target' then target_seconds end as target_seconds,
    case when outcome = 'no_target' then business_seconds else elapsed_seconds end
        as elapsed_seconds,
    case when outcome = 'no_target' then 0 else paused_seconds end as paused_seconds,
    case when outcome != 'no_target' then due_at end as due_at
from judged
