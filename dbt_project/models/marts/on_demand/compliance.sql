{%- set counts = [
    "owed_count", "met_count", "breached_count", "pending_count", "unanswered_count",
    "no_target_count", "not_covered_count", "deleted_count", "waived_met_count",
    "waived_breached_count", "contested_count", "worst_met_count", "worst_breached_count",
] -%}

with counted as (
    select
        monthly.*,
        cast(date_trunc('quarter', monthly.opened_month) as date) as opened_quarter
    from {{ ref("compliance_monthly") }} as monthly
    inner join {{ ref("dim_customers") }} as customers
        on monthly.customer_id = customers.customer_id
    where customers.is_dedicated
),

added_up as (
    select
        concat_ws(
            ', ',
            case
                when grouping(opened_month) = 0 then 'month'
                when grouping(opened_quarter) = 0 then 'quarter'
            end,
            case when grouping(customer_id) = 0 then 'customer' end,
            case when grouping(severity) = 0 then 'severity' end,
            case when grouping(metric) = 0 then 'metric' end
        ) as grouped_by,
        opened_quarter,
        opened_month,
        customer_id,
        severity,
        metric,
        {%- for count in counts %}
            cast(sum({{ count }}) as bigint) as {{ count }},
        {%- endfor %}
        cast(sum(met_count + breached_count) as bigint) as case_count
    from counted
    -- every way: by a month, a quarter or neither, with or without each of the others
    group by rollup (opened_quarter, opened_month), cube (customer_id, severity, metric)
)

select
    case when added_up.grouped_by = '' then 'all' else added_up.grouped_by end as grouped_by,
    added_up.opened_quarter,
    added_up.opened_month as month,
    added_up.opened_month,
    added_up.customer_id,
    customers.customer_name,
    added_up.severity,
    added_up.metric,
    {%- for count in counts %}
        added_up.{{ count }},
    {%- endfor %}
    added_up.case_count,
    case when added_up.case_count > 0 then added_up.met_count / added_up.case_count end
        as compliance_share,
    {{ wilson_low("added_up.met_count", "added_up.case_count") }} as share_low,
    {{ wilson_high("added_up.met_count", "added_up.case_count") }} as share_high,
    added_up.case_count < 10 as is_few
from added_up
left join {{ ref("dim_customers") }} as customers
    on added_up.customer_id = customers.customer_id
