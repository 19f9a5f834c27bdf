with calls as (
    select * from {{ ref("stg_liveagent__calls") }}
    where answered_at is not null
),

-- Whose a call's group is, or a line in it.
speakers as (
    select
        source,
        ticket_id,
        group_id,
        writer_id as agent_id,
        created_at,
        coalesce(finished_at, created_at) as finished_at,
        1 as preference
    from {{ ref("int_liveagent_groups") }}
    where speaker in ('caller', 'callee') and is_by_agent
    union all
    select
        phone_groups.source,
        phone_groups.ticket_id,
        phone_groups.group_id,
        lines.writer_id as agent_id,
        phone_groups.created_at,
        coalesce(phone_groups.finished_at, phone_groups.created_at) as finished_at,
        2 as preference
    from {{ ref("int_liveagent_groups") }} as phone_groups
    inner join {{ ref("int_liveagent_lines") }} as lines
        on
            phone_groups.source = lines.source
            and phone_groups.ticket_id = lines.ticket_id
            and phone_groups.group_id = lines.group_id
    where phone_groups.speaker in ('caller', 'callee') and lines.is_by_agent
),

-- A person before a machine, then whose group began nearest to the answer.
ranked as (
    select
        calls.source,
        calls.call_id,
        speakers.agent_id,
        row_number() over (
            partition by calls.source, calls.call_id
            order by
                case when agents.is_bot then 1 else 0 end,
                speakers.preference,
                abs({{ seconds_between("speakers.created_at", "calls.answered_at") }}),
                speakers.group_id,
                speakers.agent_id
        ) as speaker_rank
    from calls
    inner join speakers
        on
            calls.source = speakers.source
            and calls.ticket_id = speakers.ticket_id
            and speakers.created_at <= coalesce(calls.finished_at, calls.answered_at)
            and speakers.finished_at >= calls.created_at
    inner join {{ ref("int_agents") }} as agents
        on speakers.source = agents.source and speakers.agent_id = agents.agent_id
)

select
    source,
    call_id,
    agent_id
from ranked
where speaker_rank = 1
