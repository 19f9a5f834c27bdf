with waivers as (
    select * from {{ ref("stg_register__waivers") }}
),

applied as (
    select * from {{ ref("int_waivers_applied") }}
),

responses as (
    select * from {{ ref("fct_responses") }}
)

select
    waivers.register_row,
    waivers.response_id,
    responses.customer_id,
    responses.source,
    responses.ticket_id,
    responses.severity,
    responses.metric,
    responses.outcome,
    waivers.opened_at,
    waivers.reason,
    waivers.approved_by,
    waivers.approved_on,
    waivers.note,
    applied.register_row is not null as is_applied
from waivers
left join applied
    on waivers.register_row = applied.register_row
left join responses
    on waivers.response_id = responses.response_id
