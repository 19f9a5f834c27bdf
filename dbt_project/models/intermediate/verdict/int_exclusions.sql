with responses as (
    select * from {{ ref("int_response_policies") }}
),

settings as (
    select * from {{ source("landing", "policy_settings") }}
),

segments as (
    select * from {{ source("landing", "policy_calendar_segments") }}
),

deleted as (
    select
        response_id,
        1 as reason_rank,
        'deleted' as exclusion_reason
    from responses
    where closed_by = 'deletion'
),

-- Covered days are days of the default calendar's zone.
not_covered as (
    select
        responses.response_id,
        2 as reason_rank,
        'not_covered' as exclusion_reason
    from responses
    cross join settings
    inner join segments
        on {{ holds_instant("segments", "settings.default_calendar_id", "responses.opened_at") }}
    where
        not exists (
            select 1
            from {{ source("landing", "register_customers") }} as coverage
            where
                coverage.customer_id = responses.customer_id
                and coverage.add_on = 'vip'
                and coverage.valid_from <= segments.local_date
                and coalesce(coverage.valid_until, segments.local_date) >= segments.local_date
        )
),

waived as (
    select distinct
        response_id,
        3 as reason_rank,
        'waived' as exclusion_reason
    from {{ ref("int_waivers_applied") }}
),

reasons as (
    select * from deleted
    union all
    select * from not_covered
    union all
    select * from waived
)

-- Of several reasons the first holds.
select
    response_id,
    min_by(exclusion_reason, reason_rank) as exclusion_reason
from reasons
group by response_id
