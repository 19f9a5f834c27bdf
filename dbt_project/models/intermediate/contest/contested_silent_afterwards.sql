with replied as (
    select *
    from {{ ref("int_response_policies") }}
    where closed_by = 'reply'
),

verdicts as (
    select *
    from {{ ref("int_response_verdicts") }}
    where reading = {{ reading() }} and outcome = 'met'
),

late_gaps as (
    select *
    from {{ ref("int_update_gaps") }}
    where is_late
)

-- The reply was in time; it is what came after it that did not.
select
    replied.response_id,
    'silent_afterwards' as reason,
    replied.closed_at as contested_at,
    replied.responder_id as contested_by
from late_gaps
inner join replied
    on
        late_gaps.source = replied.source
        and late_gaps.ticket_id = replied.ticket_id
        and late_gaps.message_number = replied.closed_by_event_number
inner join verdicts
    on replied.response_id = verdicts.response_id
