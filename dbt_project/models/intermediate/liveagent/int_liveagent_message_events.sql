with tickets_with_calls as (
    select distinct
        source,
        ticket_id
    from {{ ref("stg_liveagent__calls") }}
    where ticket_id is not null
),

-- Where a ticket has calls, its groups of calls say the same again.
spoken as (
    select message_groups.*
    from {{ ref("int_liveagent_groups") }} as message_groups
    left join tickets_with_calls
        on
            message_groups.source = tickets_with_calls.source
            and message_groups.ticket_id = tickets_with_calls.ticket_id
    where
        message_groups.speaker not in ('chat', 'nothing')
        and (
            message_groups.speaker not in ('caller', 'callee')
            or tickets_with_calls.ticket_id is null
        )
)

-- The direction is no field of its own: it follows from the type, and from who wrote.
select
    source,
    concat('g:', group_id) as event_id,
    ticket_id,
    created_at as occurred_at,
    case when speaker = 'note' then 'note' else 'message' end as kind,
    case
        when writer_id = 'system00' then 'system'
        when speaker in ('agent', 'callee', 'received_answer') then 'agent'
        when speaker = 'caller' then 'customer'
        when is_by_agent then 'agent'
        else 'customer'
    end as actor_kind,
    -- An answer that was received came from outside, perhaps under the id of a contact.
    case
        when speaker != 'received_answer' or is_by_agent or writer_id = 'system00' then writer_id
    end as actor_id,
    channel
from spoken
