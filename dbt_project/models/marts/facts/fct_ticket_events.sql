with effects as (
    select * from {{ ref("int_event_effects") }}
),

-- What customers and human agents write, and statuses: an effect, or why there is none.
walked as (
    select
        source,
        ticket_id,
        event_id,
        event_number,
        occurred_at,
        instant_rank,
        kind,
        event_value as value,
        previous_value,
        actor_kind,
        actor_id,
        channel,
        is_status_change,
        metric,
        effect,
        case
            when effect != 'ignored' then turn
            when turn = 'opens' then 'already_owed'
            when turn is not null then 'nothing_owed'
            when is_one_action_with_reply then 'one_action_with_reply'
            when actor_kind = 'bot' and event_value in ('resolved', 'waiting_customer')
                then 'status_by_bot'
            when not is_status_change then 'status_unchanged'
            when event_value = 'waiting_customer' then 'first_response_marked_as_answered'
            else concat('status_', event_value)
        end as reason
    from effects
),

-- Everything else opens and closes nothing by its kind alone.
passed_over as (
    select
        source,
        ticket_id,
        event_id,
        cast(null as bigint) as event_number,
        occurred_at,
        instant_rank,
        kind,
        event_value as value,
        previous_value,
        actor_kind,
        actor_id,
        channel,
        false as is_status_change,
        cast(null as varchar) as metric,
        'ignored' as effect,
        case when kind = 'message' then concat('written_by_', actor_kind) else kind end as reason
    from {{ ref("int_events") }}
    where instant_rank not in (2, 4, 5) and occurred_at <= {{ as_of() }}
)

select * from walked
union all
select * from passed_over
