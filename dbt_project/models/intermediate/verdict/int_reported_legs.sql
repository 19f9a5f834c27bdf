{%- set columns -%}
    response_id,
    reading,
    leg_number,
    severity,
    clock,
    leg_started_at,
    leg_ended_at,
    clock_started_at,
    target_seconds,
    elapsed_seconds,
    paused_seconds,
    due_at,
    is_breached
{%- endset -%}

with legs as (
    select * from {{ ref("int_leg_verdicts") }}
),

-- Most responses have a single leg, and nothing to choose.
ranked as (
    select
        *,
        row_number() over (
            partition by response_id, reading
            order by left_seconds, leg_started_at, leg_number
        ) as report_rank
    from legs
    where not is_only_leg and (is_breached or is_lasting)
)

-- Of the breached legs and those that lasted to the end, the one with the least left speaks for
-- the response; ties go to the earlier start, then to the earlier change. As it has the least
-- left, it is breached if any leg is.
select
    {{ columns }}
from legs
where is_only_leg
union all
select
    {{ columns }}
from ranked
where report_rank = 1
