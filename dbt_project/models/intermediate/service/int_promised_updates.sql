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
)

-- Severities without a follow-up target promise no word by any time.
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
