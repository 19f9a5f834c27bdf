with responses as (
    select * from {{ ref("int_response_policies") }}
),

verdicts as (
    select *
    from {{ ref("int_response_verdicts") }}
    where reading = {{ reading() }}
),

whole as (
    select *
    from {{ ref("int_leg_clocks") }}
    where leg_number = 0
),

agents as (
    select * from {{ ref("int_agents") }}
)

select
    responses.response_id,
    responses.source,
    responses.ticket_id,
    cast(responses.cycle_number as integer) as cycle_number,
    responses.metric,
    responses.customer_id,
    cast(verdicts.severity as integer) as severity,
    responses.channel,
    responses.opened_at,
    responses.opened_by_event_id,
    responses.closed_at,
    responses.closed_by,
    responses.closed_by_event_id,
    responses.responder_id as agent_id,
    responses.responder_id,
    agents.tier as responder_tier,
    dedicated.dedicated_agent_id,
    case
        when responses.closed_by = 'reply'
            then coalesce(responses.responder_id = dedicated.dedicated_agent_id, false)
    end as is_dedicated_responder,
    whole.is_started_in_hours as is_opened_in_hours,
    verdicts.clock,
    verdicts.target_seconds,
    verdicts.leg_started_at,
    verdicts.leg_ended_at,
    verdicts.clock_started_at,
    verdicts.elapsed_seconds,
    whole.business_seconds,
    whole.wall_seconds,
    verdicts.paused_seconds,
    verdicts.due_at,
    verdicts.outcome,
    exclusions.exclusion_reason,
    exclusions.exclusion_reason is null
    and verdicts.outcome in ('met', 'breached') as is_counted,
    responses.policy_owner,
    responses.policy_version_id,
    responses.policy_version,
    responses.override_version,
    responses.calendar_id,
    cast(date_trunc('month', whole.started_local_date) as date) as month,
    cast(date_trunc('month', whole.started_local_date) as date) as opened_month,
    whole.started_local_date as opened_on,
    {{ weekday("whole.started_local_date") }} as opened_weekday,
    cast(
        floor(
            ({{ wall_count("responses.opened_at") }} + wall_clocks.utc_offset_seconds) / 3600
        ) % 24 as integer
    ) as opened_hour
from responses
inner join verdicts
    on responses.response_id = verdicts.response_id
inner join whole
    on responses.response_id = whole.response_id
inner join {{ ref("stg_policy__calendar_wall_clocks") }} as wall_clocks
    on {{ holds_instant("wall_clocks", "responses.calendar_id", "responses.opened_at") }}
left join {{ ref("int_exclusions") }} as exclusions
    on responses.response_id = exclusions.response_id
left join {{ ref("int_dedicated_agents") }} as dedicated
    on responses.response_id = dedicated.response_id
left join agents
    on responses.source = agents.source and responses.responder_id = agents.agent_id
-- so that whoever asks for one ticket reads a part of the file and not all of it
order by responses.source, responses.ticket_id
