with events as (
    select * from {{ ref("fct_ticket_events") }}
),

responses as (
    select * from {{ ref("int_response_policies") }}
    where metric = 'follow_up'
),

pause_statuses as (
    select * from {{ ref("stg_policy__pause_statuses") }}
),

-- A change to a pausing status, made while the response is owed.
starts as (
    select
        responses.response_id,
        responses.source,
        responses.ticket_id,
        responses.calendar_id,
        responses.ended_at as response_ended_at,
        responses.closed_by_event_number,
        events.event_id,
        events.event_number,
        events.occurred_at as started_at,
        events.value as pause_status
    from responses
    inner join pause_statuses
        on responses.policy_version_id = pause_statuses.policy_version_id
    inner join events
        on
            responses.source = events.source
            and responses.ticket_id = events.ticket_id
            and responses.opened_by_event_number < events.event_number
            and coalesce(responses.closed_by_event_number, events.event_number + 1)
            > events.event_number
            and pause_statuses.status = events.value
    where events.is_status_change
),

-- Until the next status change, customer message or the end.
ends as (
    select
        starts.response_id,
        starts.event_id,
        min(events.occurred_at) as ended_at
    from starts
    inner join events
        on
            starts.source = events.source
            and starts.ticket_id = events.ticket_id
            and starts.event_number < events.event_number
    where
        events.is_status_change
        or (events.kind = 'message' and events.actor_kind = 'customer')
        or events.event_number = starts.closed_by_event_number
    group by starts.response_id, starts.event_id
),

pauses as (
    select
        starts.*,
        coalesce(ends.ended_at, starts.response_ended_at) as ended_at,
        ends.ended_at is null as is_running
    from starts
    left join ends
        on starts.response_id = ends.response_id and starts.event_id = ends.event_id
)

select
    pauses.response_id,
    cast(
        row_number() over (partition by pauses.response_id order by pauses.event_number) as integer
    ) as pause_number,
    pauses.pause_status,
    pauses.event_id as paused_by_event_id,
    pauses.started_at,
    pauses.ended_at,
    pauses.is_running,
    {{ open_seconds_at("at_start", "pauses.started_at") }} as business_started_count,
    {{ open_seconds_at("at_end", "pauses.ended_at") }} as business_ended_count
from pauses
inner join {{ ref("stg_policy__calendar_segments") }} as at_start
    on {{ holds_instant("at_start", "pauses.calendar_id", "pauses.started_at") }}
inner join {{ ref("stg_policy__calendar_segments") }} as at_end
    on {{ holds_instant("at_end", "pauses.calendar_id", "pauses.ended_at") }}
