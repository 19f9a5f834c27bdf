with waivers as (
    select * from {{ ref("stg_register__waivers") }}
),

responses as (
    select * from {{ ref("int_response_policies") }}
)

select
    'waiver_without_response' as kind,
    'register' as source,
    waivers.response_id as finding_key,
    concat(
        'waivers.csv row ', cast(waivers.register_row as varchar), ': ',
        case
            when by_id.response_id is null then 'no response has the id '
            else 'another opening time has response '
        end,
        waivers.response_id, ', so nothing is waived; copy both from the response'
    ) as message
from waivers
left join responses as by_id
    on waivers.response_id = by_id.response_id
where
    waivers.opened_at <= {{ as_of() }}
    and (by_id.response_id is null or by_id.opened_at != waivers.opened_at)
