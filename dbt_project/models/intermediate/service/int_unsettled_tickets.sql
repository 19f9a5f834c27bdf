-- Why a ticket's rows change with time alone. Whatever reads as_of of a ticket has its line here;
-- of what is pending, e.g. a contact outside opening hours, a response is owed. Where nothing but a
-- silence goes on, all but what tells of it (`goes_on` in dbt_project.yml) stays as it is.
with after_as_of as (
    select
        source,
        ticket_id,
        occurred_at as happens_at
    from {{ ref("int_events") }}
    union all
    select
        source,
        ticket_id,
        updated_at as happens_at
    from {{ ref("int_tickets") }}
    union all
    select
        source,
        ticket_id,
        created_at as happens_at
    from {{ ref("int_tickets") }}
    union all
    select
        source,
        ticket_id,
        occurred_at as happens_at
    from {{ ref("int_replaced_events") }}
    union all
    select
        source,
        ticket_id,
        moved_at as happens_at
    from {{ ref("int_account_moves") }}
),

silences as (
    select
        spans.source,
        spans.ticket_id,
        -- As long as nobody writes, the word that is promised is late already, or by no time.
        coalesce(
            silences.is_waiting_for_customer
            or (silences.update_seconds > 0 and coalesce(updates.is_late, true)),
            false
        ) as goes_on
    from {{ ref("int_silence_spans") }} as spans
    left join {{ ref("int_silences") }} as silences
        on
            spans.source = silences.source
            and spans.ticket_id = silences.ticket_id
            and spans.message_number = silences.message_number
    left join {{ ref("int_promised_updates") }} as updates
        on
            spans.source = updates.source
            and spans.ticket_id = updates.ticket_id
            and spans.message_number = updates.message_number
    where spans.is_running
),

unsettled as (
    select
        source,
        ticket_id,
        'later' as reason
    from after_as_of
    where happens_at > {{ as_of() }}
    union all
    select
        source,
        ticket_id,
        'owed' as reason
    from {{ ref("int_response_policies") }}
    where closed_at is null
    union all
    select
        source,
        ticket_id,
        case when goes_on then 'goes_on' else 'silent' end as reason
    from silences
    union all
    select
        tickets.source,
        tickets.ticket_id,
        'timeless' as reason
    from {{ ref("int_tickets") }} as tickets
    left join {{ ref("int_events") }} as events
        on tickets.source = events.source and tickets.ticket_id = events.ticket_id
    where tickets.created_at is null and tickets.updated_at is null and events.event_id is null
    union all
    select
        responses.source,
        responses.ticket_id,
        'waiver' as reason
    from {{ ref("int_response_policies") }} as responses
    inner join {{ ref("stg_register__waivers") }} as waivers
        on responses.response_id = waivers.response_id
)

select distinct
    source,
    ticket_id,
    reason
from unsettled
