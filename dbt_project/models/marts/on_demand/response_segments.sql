with cuts as (
    select
        response_id,
        leg_started_at as cut_at
    from {{ ref("fct_responses") }}
    union
    select
        response_id,
        leg_ended_at as cut_at
    from {{ ref("fct_responses") }}
    union
    select
        response_id,
        started_at as cut_at
    from {{ ref("fct_response_pauses") }}
    union
    select
        response_id,
        ended_at as cut_at
    from {{ ref("fct_response_pauses") }}
),

-- In a phase the clock is paused all the time or not at all.
phases as (
    select
        response_id,
        cut_at as started_at,
        lead(cut_at) over (partition by response_id order by cut_at) as ended_at
    from cuts
),

placed as (
    select
        phases.response_id,
        greatest(phases.started_at, pieces.started_at) as started_at,
        least(phases.ended_at, pieces.ended_at) as ended_at,
        case
            when responses.clock = 'business' and not pieces.is_open then 'closed'
            -- a clock that waits for the opening has not begun before it
            when pieces.ended_at <= responses.clock_started_at then 'closed'
            when pauses.response_id is not null and responses.outcome != 'no_target' then 'paused'
            else 'running'
        end as state,
        pauses.pause_status,
        pieces.closed_reason,
        pieces.holiday_name
    from phases
    inner join {{ ref("fct_responses") }} as responses
        on
            phases.response_id = responses.response_id
            and phases.started_at >= responses.leg_started_at
            and phases.ended_at <= responses.leg_ended_at
    inner join {{ ref("dim_calendar_segments") }} as pieces
        on
            responses.calendar_id = pieces.calendar_id
            and phases.started_at < pieces.ended_at
            and phases.ended_at > pieces.started_at
    left join {{ ref("fct_response_pauses") }} as pauses
        on
            phases.response_id = pauses.response_id
            and phases.started_at >= pauses.started_at
            and phases.started_at < pauses.ended_at
),

explained as (
    select
        response_id,
        started_at,
        ended_at,
        state,
        case state when 'closed' then closed_reason when 'paused' then pause_status end as why,
        case state when 'closed' then holiday_name end as holiday_name
    from placed
),

compared as (
    select
        *,
        coalesce(
            concat_ws('|', state, why, holiday_name)
            != lag(concat_ws('|', state, why, holiday_name)) over response_order,
            true
        ) as is_other
    from explained
    window response_order as (partition by response_id order by started_at)
),

numbered as (
    select
        *,
        sum(case when is_other then 1 else 0 end) over (
            partition by response_id order by started_at
        ) as segment_number
    from compared
),

segments as (
    select
        response_id,
        cast(segment_number as bigint) as segment_number,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        state,
        why,
        holiday_name
    from numbered
    group by response_id, segment_number, state, why, holiday_name
)

select
    *,
    {{ seconds_between("started_at", "ended_at") }} as seconds,
    case state when 'running' then {{ seconds_between("started_at", "ended_at") }} else 0 end
        as running_seconds
from segments
