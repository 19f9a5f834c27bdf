{%- set measures = [
    "owed_count", "met_count", "breached_count", "pending_count", "unanswered_count",
    "no_target_count", "not_covered_count", "deleted_count", "waived_met_count",
    "waived_breached_count", "contested_count", "worst_met_count", "worst_breached_count",
    "closed_count", "median_seconds", "p90_seconds", "max_seconds", "max_owed_seconds",
    "max_owed_since", "still_owed_count", "median_of_all_seconds", "p90_of_all_seconds",
] -%}

select
    customer_id,
    opened_month as month,
    opened_month,
    severity,
    metric,
    {{ measures | join(",\n    ") }}
from {{ ref("compliance_by_reading") }}
where reading = {{ reading() }}
