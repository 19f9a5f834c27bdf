with responses as (
    select * from {{ ref("fct_responses") }}
),

verdicts as (
    select * from {{ ref("int_response_verdicts") }}
),

judged as (
    select
        verdicts.reading,
        responses.customer_id,
        responses.opened_month,
        verdicts.severity,
        responses.metric,
        verdicts.outcome,
        coalesce(responses.exclusion_reason, 'counted') as standing,
        case
            when responses.closed_at is not null and responses.exclusion_reason is null
                then verdicts.elapsed_seconds
        end as closed_seconds
    from verdicts
    inner join responses
        on verdicts.response_id = responses.response_id
)

select
    reading,
    customer_id,
    opened_month,
    cast(severity as integer) as severity,
    metric,
    count(*) as owed_count,
    {%- for outcome in ["met", "breached"] %}
        count(case when outcome = '{{ outcome }}' and standing = 'counted' then 1 end)
            as {{ outcome }}_count,
    {%- endfor %}
    {%- for outcome in ["pending", "unanswered", "no_target"] %}
        count(case when outcome = '{{ outcome }}' and standing in ('counted', 'waived') then 1 end)
            as {{ outcome }}_count,
    {%- endfor %}
    count(case when standing = 'not_covered' then 1 end) as not_covered_count,
    count(case when standing = 'deleted' then 1 end) as deleted_count,
    count(case when outcome = 'met' and standing = 'waived' then 1 end) as waived_met_count,
    count(case when outcome = 'breached' and standing = 'waived' then 1 end)
        as waived_breached_count,
    cast(
        round(percentile_cont(0.5) within group (order by closed_seconds)) as bigint
    ) as median_seconds,
    cast(round(percentile_cont(0.9) within group (order by closed_seconds)) as bigint)
        as p90_seconds,
    max(closed_seconds) as max_seconds
from judged
group by reading, customer_id, opened_month, severity, metric
