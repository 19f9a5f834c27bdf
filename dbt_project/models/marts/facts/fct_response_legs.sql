with verdicts as (
    select *
    from {{ ref("int_leg_verdicts") }}
    where reading = {{ reading() }}
)

select
    verdicts.response_id,
    verdicts.leg_number,
    verdicts.severity,
    verdicts.made_at,
    verdicts.leg_started_at,
    verdicts.leg_ended_at,
    verdicts.is_lasting,
    verdicts.clock,
    verdicts.target_seconds,
    verdicts.elapsed_seconds,
    verdicts.paused_seconds,
    verdicts.due_at,
    verdicts.is_breached,
    coalesce(responses.leg_number = verdicts.leg_number, false) as is_reported
from verdicts
left join {{ ref("int_response_verdicts") }} as responses
    on verdicts.response_id = responses.response_id and verdicts.reading = responses.reading
