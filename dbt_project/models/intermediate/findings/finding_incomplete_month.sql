{#- Each odd count: its kind, of how many, what it is, and what to do. -#}
{%- set odds = {
    "ticket_without_customer_message": (
        "many_tickets_without_customer_message", "ticket_count", "tickets",
        "came without any customer message",
        "what nobody asked is owed no answer, and if the export was cut, no question counts: "
        ~ "export the messages of this month again",
    ),
    "answered_ticket_without_reply": (
        "many_answered_tickets_without_reply", "ticket_count", "tickets",
        "are answered by their status but hold no public message of a human agent",
        "export the messages of this month again",
    ),
    "event_without_ticket": (
        "many_events_without_ticket", "event_count", "events",
        "belong to tickets that never came", "export the tickets of this month again",
    ),
    "replaced_event": (
        "many_replaced_events", "event_count + replaced_event_count", "rows of events",
        "were replaced by a row about another event",
        "give each event of a ticket an id of its own and export again",
    ),
    "unclassified_response": (
        "many_unclassified_responses", "response_count", "responses",
        "have no severity and so no target",
        "set it in the help desk, or map it under `severity` of the source in vip-sla.yml",
    ),
    "before_policy_response": (
        "many_responses_before_policy", "response_count", "responses",
        "opened before the first version of the policy and so have no target",
        "give policy.yml the version of that time",
    ),
} -%}

with months as (
    select
        completeness.*,
        settings.odd_share
    from {{ ref("int_completeness") }} as completeness
    cross join {{ ref("stg_policy__settings") }} as settings
),

tickets as (
    select * from {{ ref("int_ticket_completeness") }}
),

odd_tickets as (
    select
        'ticket_without_customer_message' as odd,
        source,
        created_month,
        ticket_id
    from tickets
    where is_without_customer_message
    union all
    select
        'answered_ticket_without_reply' as odd,
        source,
        created_month,
        ticket_id
    from tickets
    where is_answered_without_reply
),

ranked as (
    select
        *,
        row_number() over (partition by odd, source, created_month order by ticket_id)
            as ticket_rank
    from odd_tickets
),

named as (
    select
        odd,
        source,
        created_month,
        concat(' (', {{ handful("ticket_id", "ticket_rank", "count(*)") }}, ')') as tickets
    from ranked
    group by odd, source, created_month
),

found as (
    {%- for odd, (kind, whole, what, fault, remedy) in odds.items() %}
        select
            '{{ odd }}' as odd,
            '{{ kind }}' as kind,
            source,
            created_month,
            substr(cast(created_month as varchar), 1, 7) as month,
            {{ odd }}_count as odd_count,
            {{ whole }} as whole_count,
            {{ odd }}_share as odd_part,
            '{{ what }}' as what,
            '{{ fault }}' as fault,
            '{{ remedy }}' as remedy
        from months
        where {{ odd }}_share > odd_share
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
)

select
    found.kind,
    found.source,
    found.month as finding_key,
    concat(
        cast(found.odd_count as varchar), ' of ', cast(found.whole_count as varchar), ' ',
        found.what, ' of source ', found.source, ' in the month ', found.month, ' (',
        cast(ceil(1000 * found.odd_part - 1e-9) / 10 as varchar), ' %) ', found.fault,
        coalesce(named.tickets, ''), '; ', found.remedy
    ) as message
from found
left join named
    on
        found.odd = named.odd
        and found.source = named.source
        and found.created_month = named.created_month
