with responses as (
    select * from {{ ref("int_response_policies") }}
),

periods as (
    select * from {{ ref("int_severity_periods") }}
),

ranks as (
    select
        severity,
        urgency_rank
    from {{ ref("stg_policy__severities") }}
),

during_response as (
    select
        responses.response_id,
        responses.opened_at,
        responses.opening_severity,
        periods.started_at as changed_at,
        periods.severity,
        periods.set_by as changed_by
    from responses
    inner join periods
        on
            responses.source = periods.source
            and responses.ticket_id = periods.ticket_id
            and periods.started_at > responses.opened_at
            and periods.started_at <= responses.ended_at
),

compared as (
    select
        *,
        coalesce(
            lag(severity) over (partition by response_id order by changed_at), opening_severity
        ) as previous_severity
    from during_response
),

changed as (
    select
        compared.response_id,
        compared.opened_at,
        compared.changed_at,
        compared.severity,
        compared.changed_by,
        new_rank.urgency_rank > previous_rank.urgency_rank as is_lowering
    from compared
    inner join ranks as new_rank
        on compared.severity = new_rank.severity
    inner join ranks as previous_rank
        on compared.previous_severity = previous_rank.severity
    where compared.severity != compared.previous_severity
)

select
    response_id,
    cast(row_number() over change_order as integer) as change_number,
    changed_at,
    severity,
    changed_by,
    is_lowering,
    case when is_lowering then opened_at else changed_at end as leg_started_at,
    min(case when is_lowering then changed_at end) over (
        partition by response_id order by changed_at
        rows between 1 following and unbounded following
    ) as next_lowered_at,
    lead(changed_at) over change_order is null as is_last_change
from changed
window change_order as (partition by response_id order by changed_at)
