with waivers as (
    select * from {{ ref("stg_register__waivers") }}
),

responses as (
    select * from {{ ref("int_response_policies") }}
),

segments as (
    select * from {{ ref("stg_policy__calendar_segments") }}
),

-- Approved twice, a response is contested since the first time.
approved as (
    select
        applied.response_id,
        responses.calendar_id,
        waivers.approved_on,
        waivers.approved_by,
        row_number() over (
            partition by applied.response_id order by waivers.approved_on, waivers.register_row
        ) as approval_rank
    from {{ ref("int_waivers_applied") }} as applied
    inner join waivers
        on applied.register_row = waivers.register_row
    inner join responses
        on applied.response_id = responses.response_id
),

-- The local day's first second; before the calendar's first day, that of the UTC day.
dated as (
    select
        approved.response_id,
        approved.approved_by,
        coalesce(min(segments.started_at), cast(approved.approved_on as {{ var("instant") }}))
            as approved_at
    from approved
    left join segments
        on
            approved.calendar_id = segments.calendar_id
            and approved.approved_on = segments.local_date
    where approved.approval_rank = 1
    group by approved.response_id, approved.approved_by, approved.approved_on
)

select
    response_id,
    'waived' as reason,
    approved_at as contested_at,
    approved_by as contested_by
from dated
