{#- Each odd count, and of how many. -#}
{%- set odds = {
    "ticket_without_customer_message": "ticket_count",
    "answered_ticket_without_reply": "ticket_count",
    "event_without_ticket": "event_count",
    "replaced_event": "event_count + replaced_event_count",
    "unclassified_response": "response_count",
    "before_policy_response": "response_count",
} -%}

with tickets as (
    select * from {{ ref("int_ticket_completeness") }}
),

verdicts as (
    select *
    from {{ ref("int_response_verdicts") }}
    where reading = {{ reading() }}
),

responses as (
    select
        responses.source,
        responses.ticket_id,
        count(*) as response_count,
        count(case when verdicts.severity = 0 then 1 end) as unclassified_response_count,
        count(case when responses.policy_version is null then 1 end)
            as before_policy_response_count
    from {{ ref("int_response_policies") }} as responses
    inner join verdicts
        on responses.response_id = verdicts.response_id
    group by responses.source, responses.ticket_id
),

counted as (
    select
        tickets.source,
        tickets.created_month,
        count(case when tickets.is_exported then 1 end) as ticket_count,
        count(case when tickets.is_without_customer_message then 1 end)
            as ticket_without_customer_message_count,
        count(case when tickets.is_answered_without_reply then 1 end)
            as answered_ticket_without_reply_count,
        cast(sum(tickets.event_count) as bigint) as event_count,
        cast(sum(case when tickets.is_exported then 0 else tickets.event_count end) as bigint)
            as event_without_ticket_count,
        cast(sum(tickets.replaced_event_count) as bigint) as replaced_event_count,
        cast(sum(coalesce(responses.response_count, 0)) as bigint) as response_count,
        cast(sum(coalesce(responses.unclassified_response_count, 0)) as bigint)
            as unclassified_response_count,
        cast(sum(coalesce(responses.before_policy_response_count, 0)) as bigint)
            as before_policy_response_count
    from tickets
    left join responses
        on tickets.source = responses.source and tickets.ticket_id = responses.ticket_id
    group by tickets.source, tickets.created_month
)

select
    *,
{%- for odd, whole in odds.items() %}
    cast({{ odd }}_count as double) / nullif({{ whole }}, 0)
        as {{ odd }}_share{{ "," if not loop.last }}
{%- endfor %}
from counted
