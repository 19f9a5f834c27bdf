with merged as (
    select distinct
        tickets.source,
        tickets.ticket_id
    from {{ ref("stg_zendesk__tickets") }} as tickets
    inner join {{ ref("stg_zendesk__ticket_tags") }} as tags
        on
            tickets.source = tags.source
            and tickets.file_hash = tags.file_hash
            and tickets.file_row = tags.file_row
    where tags.tag = 'closed_by_merge'
),

roles as (
    select
        users.source,
        users.user_id,
        codes.meaning as actor_kind
    from {{ ref("stg_zendesk__users") }} as users
    inner join {{ ref("stg_policy__codes") }} as codes
        on codes.kind = 'zendesk' and codes.topic = 'role' and users.role_code = codes.code
),

steps as (
    select
        audits.source,
        audits.ticket_id,
        events.event_id,
        audits.created_at,
        audits.channel,
        events.type_code,
        events.is_public,
        events.field_name,
        events.event_value,
        events.previous_value,
        events.started_at,
        events.answered_by_id,
        coalesce(events.author_id, audits.author_id) as writer_id,
        -- Triggers and automations act as the system, or by a rule; a voicemail is the caller's.
        events.type_code != 'VoiceComment'
        and (audits.author_id = '-1' or coalesce(audits.channel = 'rule', false)) as is_by_program
    from {{ ref("stg_zendesk__audits") }} as audits
    inner join {{ ref("stg_zendesk__audit_events") }} as events
        on
            audits.source = events.source
            and audits.file_hash = events.file_hash
            and audits.file_row = events.file_row
)

select
    steps.source,
    steps.ticket_id,
    steps.event_id,
    steps.created_at,
    steps.channel,
    steps.type_code,
    steps.is_public,
    steps.field_name,
    steps.event_value,
    steps.previous_value,
    steps.started_at,
    steps.answered_by_id,
    -- Somebody whom no export knows is a customer: so the clock runs against ourselves.
    case when steps.is_by_program then 'bot' else coalesce(roles.actor_kind, 'customer') end
        as actor_kind,
    nullif(steps.writer_id, '-1') as actor_id,
    merged.ticket_id is not null as is_merged_away
from steps
left join roles
    on steps.source = roles.source and steps.writer_id = roles.user_id
left join merged
    on steps.source = merged.source and steps.ticket_id = merged.ticket_id
