select
    targets.policy_owner,
    months.month,
    targets.reading,
    targets.severity,
    targets.metric,
    targets.policy_version_id,
    targets.calendar_id,
    targets.working_day_seconds,
    targets.clock,
    targets.amount_count,
    targets.amount_unit,
    targets.target_seconds
from {{ ref("dim_months") }} as months
inner join {{ ref("dim_targets") }} as targets
    on {{ is_in_force("targets", "months.judged_at") }}
