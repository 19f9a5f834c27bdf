with gaps as (
    select
        silences.*,
        cast(coalesce(periods.severity, tickets.severity, 0) as integer) as severity
    from {{ ref("int_silences") }} as silences
    left join {{ ref("int_severity_periods") }} as periods
        on
            silences.source = periods.source
            and silences.ticket_id = periods.ticket_id
            and {{ is_in_force("periods", "silences.message_at") }}
    left join {{ ref("int_tickets") }} as tickets
        on silences.source = tickets.source and silences.ticket_id = tickets.ticket_id
    where silences.update_seconds > 0
),

-- Severities without a follow-up target promise no word by any time.
targeted as (
    select
        gaps.*,
        targets.business_target_seconds as target_seconds,
        gaps.update_seconds > targets.business_target_seconds as is_late
    from gaps
    inner join {{ ref("stg_policy__targets") }} as targets
        on
            gaps.policy_version_id = targets.policy_version_id
            and gaps.severity = targets.severity
            and targets.metric = 'follow_up'
),

-- A gap without a next message counts once it is too long, unless the ticket waits for the
-- customer: then the next word is not ours.
counted as (
    select *
    from targeted
    where not is_running or (is_late and not is_waiting_for_customer)
)

select
    counted.source,
    counted.ticket_id,
    counted.customer_id,
    counted.severity,
    counted.message_number,
    counted.message_at as started_at,
    coalesce(counted.next_message_at, {{ as_of() }}) as ended_at,
    counted.is_running,
    counted.is_late,
    counted.update_seconds as gap_seconds,
    counted.target_seconds,
    counted.calendar_id,
    {{ local_month("local_at") }} as began_month,
    covered.customer_id is not null as is_covered
from counted
inner join {{ ref("stg_policy__calendar_segments") }} as local_at
    on {{ holds_instant("local_at", "counted.calendar_id", "counted.message_at") }}
{{ join_covered_day("counted.customer_id", "counted.message_at") }}
