with responses as (
    select * from {{ ref("fct_responses") }}
),

verdicts as (
    select * from {{ ref("int_response_verdicts") }}
),

contested as (
    select distinct response_id
    from {{ ref("contested_responses") }}
    where is_counted_against and reason != 'deleted_late'
),

-- Whether a deletion came late hangs on the reading; nothing else that is contested does.
late_deletions as (
    select * from {{ ref("int_late_deletions") }}
),

uncovered as (
    select * from {{ ref("int_uncovered_responses") }}
),

judged as (
    select
        verdicts.reading,
        responses.customer_id,
        responses.opened_month,
        responses.opened_at,
        verdicts.severity,
        responses.metric,
        verdicts.outcome,
        coalesce(responses.exclusion_reason, 'counted') as standing,
        case
            when responses.closed_at is not null and responses.exclusion_reason is null
                then verdicts.elapsed_seconds
        end as closed_seconds,
        case
            when responses.closed_at is null and responses.exclusion_reason is null
                then verdicts.elapsed_seconds
        end as owed_seconds,
        contested.response_id is not null
        or (late_deletions.response_id is not null and uncovered.response_id is null)
            as is_contested
    from verdicts
    inner join responses
        on verdicts.response_id = responses.response_id
    left join contested
        on verdicts.response_id = contested.response_id
    left join late_deletions
        on
            verdicts.response_id = late_deletions.response_id
            and verdicts.reading = late_deletions.reading
    left join uncovered
        on verdicts.response_id = uncovered.response_id
)

select
    reading,
    customer_id,
    opened_month as month,
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
    count(case when is_contested then 1 end) as contested_count,
    count(case when outcome = 'met' and standing = 'counted' and not is_contested then 1 end)
        as worst_met_count,
    count(case when is_contested or (outcome = 'breached' and standing = 'counted') then 1 end)
        as worst_breached_count,
    count(closed_seconds) as closed_count,
    {{ median("closed_seconds") }} as median_seconds,
    {{ ninety_percent_within("closed_seconds") }} as p90_seconds,
    max(closed_seconds) as max_seconds,
    max(owed_seconds) as max_owed_seconds,
    {{ earliest_of_greatest("opened_at", "owed_seconds") }} as max_owed_since,
    count(owed_seconds) as still_owed_count,
    {{ closed_within(0.5, "closed_seconds", "owed_seconds") }} as median_of_all_seconds,
    case
        when count(closed_seconds) + count(owed_seconds) >= 10
            then {{ closed_within(0.9, "closed_seconds", "owed_seconds") }}
    end as p90_of_all_seconds
from judged
group by reading, customer_id, opened_month, severity, metric
