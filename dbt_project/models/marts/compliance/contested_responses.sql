{#- Ways to make a breach vanish weigh against us; others question the rest of the promise. -#}
{%- set reasons = {
    "another_agent": "false",
    "closed_by_program": "true",
    "closed_without_reply": "true",
    "deleted_late": "true",
    "instant_reply": "true",
    "lowered_while_owed": "true",
    "moved": "true",
    "old_thread": "false",
    "over_24_hours": "false",
    "silent_afterwards": "false",
    "waived": "true",
} -%}

with contested as (
    {%- for reason, is_hiding in reasons.items() %}
        select
            response_id,
            reason,
            contested_at,
            contested_by,
            {{ is_hiding }} as is_hiding
        from {{ ref("contested_" ~ reason) }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

responses as (
    select * from {{ ref("fct_responses") }}
),

uncovered as (
    select * from {{ ref("int_uncovered_responses") }}
)

select
    contested.response_id,
    responses.customer_id,
    responses.source,
    responses.ticket_id,
    responses.opened_month as month,
    responses.opened_month,
    contested.reason,
    contested.contested_at as at,
    contested.contested_by as by,
    contested.is_hiding,
    -- who is not covered was promised nothing
    contested.is_hiding and uncovered.response_id is null as is_counted_against
from contested
inner join responses
    on contested.response_id = responses.response_id
left join uncovered
    on contested.response_id = uncovered.response_id
