with responses as (
    select * from {{ ref("int_response_policies") }}
),

settings as (
    select * from {{ source("landing", "policy_settings") }}
),

segments as (
    select * from {{ source("landing", "policy_calendar_segments") }}
)

-- Covered days are days of the default calendar's zone.
select responses.response_id
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
