-- Why a ticket's rows change with time alone. Whatever reads as_of of a ticket has its line here;
-- of what is pending, e.g. a contact outside opening hours, a response is owed.
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
        moved_at as happens_at
    from {{ ref("int_account_moves") }}
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
        'silent' as reason
    from {{ ref("int_silence_spans") }}
    where is_running
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
