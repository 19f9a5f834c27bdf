with waivers as (
    select * from {{ ref("stg_register__waivers") }}
),

responses as (
    select * from {{ ref("int_response_policies") }}
),

segments as (
    select * from {{ ref("stg_policy__calendar_segments") }}
)

-- Approved on or before the local day of as_of, for the response that has both id and opening.
select
    waivers.register_row,
    responses.response_id
from waivers
inner join responses
    on
        waivers.response_id = responses.response_id
        and waivers.opened_at = responses.opened_at
inner join segments
    on {{ holds_instant("segments", "responses.calendar_id", as_of()) }}
where waivers.approved_on <= segments.local_date
