with steps as (
    select * from {{ ref("int_zendesk_steps") }}
),

statuses as (
    select * from {{ ref("stg_policy__codes") }}
    where kind = 'zendesk' and topic = 'status'
),

said as (
    select
        source,
        event_id,
        ticket_id,
        -- of a call when it began, which nothing else tells
        coalesce(started_at, created_at) as occurred_at,
        -- a voicemail is the caller's word, private as it looks
        case when type_code = 'VoiceComment' or is_public then 'message' else 'note' end as kind,
        actor_kind,
        actor_id,
        case when type_code = 'VoiceComment' or is_public then channel end as channel
    from steps
    where type_code in ('Comment', 'VoiceComment')
    union all
    select
        source,
        concat(event_id, ':answered') as event_id,
        ticket_id,
        coalesce(started_at, created_at) as occurred_at,
        'message' as kind,
        'agent' as actor_kind,
        answered_by_id as actor_id,
        channel
    from steps
    where type_code = 'VoiceComment' and answered_by_id is not null
),

changed as (
    select * from steps
    where
        type_code in ('Create', 'Change')
        and field_name in ('status', 'priority', 'assignee_id')
        and event_value is not null
)

select
    source,
    event_id,
    ticket_id,
    occurred_at,
    kind,
    cast(null as varchar) as event_value,
    cast(null as varchar) as previous_value,
    actor_kind,
    actor_id,
    channel
from said
union all
select
    changed.source,
    changed.event_id,
    changed.ticket_id,
    changed.created_at as occurred_at,
    'status' as kind,
    -- a ticket that is merged into another one is closed, under a tag that says so
    case
        when changed.is_merged_away and changed.event_value = 'closed' then 'deleted'
        else coalesce(statuses.meaning, changed.event_value)
    end as event_value,
    previous.meaning as previous_value,
    changed.actor_kind,
    changed.actor_id,
    cast(null as varchar) as channel
from changed
left join statuses
    on changed.event_value = statuses.code
left join statuses as previous
    on changed.previous_value = previous.code
where changed.field_name = 'status'
union all
select
    source,
    event_id,
    ticket_id,
    created_at as occurred_at,
    case when field_name = 'priority' then 'severity' else 'assignment' end as kind,
    event_value,
    previous_value,
    actor_kind,
    actor_id,
    cast(null as varchar) as channel
from changed
where field_name != 'status'
