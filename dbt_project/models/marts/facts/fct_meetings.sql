with meetings as (
    select
        meetings.*,
        versions.calendar_id
    from {{ ref("int_meetings") }} as meetings
    left join {{ ref("int_policy_owners") }} as owners
        on meetings.customer_id = owners.customer_id
    left join {{ ref("stg_policy__versions") }} as versions
        on {{ holds_version("versions", owner_of_terms("owners"), "meetings.meant_for") }}
),

segments as (
    select * from {{ ref("stg_policy__calendar_segments") }}
),

-- A row that names no source means the agent of that name in any.
with_dedicated_agent as (
    select distinct meetings.meeting_id
    from meetings
    inner join segments
        on {{ holds_instant(
            "segments", "meetings.calendar_id", "coalesce(meetings.held_at, meetings.meant_for)"
        ) }}
    inner join {{ ref("int_roster_days") }} as roster
        on
            meetings.customer_id = roster.customer_id
            and meetings.agent_id = roster.agent_id
            and segments.local_date = roster.local_date
            and coalesce(meetings.source, roster.source) = roster.source
)

select
    meetings.meeting_id,
    meetings.customer_id,
    meetings.source,
    meetings.agent_id,
    meetings.kind,
    meetings.status,
    meetings.booked_at,
    meetings.scheduled_at,
    meetings.held_at,
    case
        when meetings.status = 'held' and meetings.booked_at <= meetings.held_at
            then {{ seconds_between("meetings.booked_at", "meetings.held_at") }}
    end as wait_seconds,
    roster.meeting_id is not null as is_with_dedicated_agent,
    covered.customer_id is not null as is_covered,
    {{ local_month("at_schedule") }} as month,
    {{ local_month("at_schedule") }} as scheduled_month
from meetings
left join segments as at_schedule
    on {{ holds_instant("at_schedule", "meetings.calendar_id", "meetings.meant_for") }}
{{ join_covered_day("meetings.customer_id", "meetings.meant_for") }}
left join with_dedicated_agent as roster
    on meetings.meeting_id = roster.meeting_id
