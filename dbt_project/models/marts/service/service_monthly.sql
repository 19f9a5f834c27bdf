{#- Each subject: the rows that it counts, their month, and its figures. -#}
{%- set first_response -%}
    case when metric = 'first_response' and closed_at is not null then business_seconds end
{%- endset -%}
{%- set first_reply -%}
    case when metric = 'first_response' and closed_by = 'reply' then business_seconds end
{%- endset -%}
{%- set no_first_reply -%}
    case when metric = 'first_response' and coalesce(closed_by != 'reply', true) then 1 end
{%- endset -%}
{%- set call_seconds = "case when is_unanswered_call then wall_seconds end" -%}
{%- set subjects = {
    "responses": (ref("fct_responses"), "opened_month", "exclusion_reason is null", {
        "owed_count": "count(*)",
        "reply_count": "count(case when closed_by = 'reply' then 1 end)",
        "dedicated_reply_count": "count(case when is_dedicated_responder then 1 end)",
        "rostered_reply_count": "count(case when closed_by = 'reply' then dedicated_agent_id end)",
        "first_response_count": "count(" ~ first_response ~ ")",
        "first_response_median_seconds": median(first_response),
        "first_response_owed_count": "count(case when metric = 'first_response' then 1 end)",
        "first_response_median_of_all_seconds":
            closed_within(0.5, first_reply, no_first_reply),
        "first_response_within_15_minutes_count":
            "count(case when " ~ first_reply ~ " <= 900 then 1 end)",
    }),
    "messages": (ref("team_hours"), "month", "agent_id != '(unknown)'", {
        "involved_agent_count": "count(distinct concat(source, ':', agent_id))"}),
    "rosters": (ref("int_agent_customers"), "month", "true", {
        "dedicated_agent_customer_count": "max(dedicated_agent_customer_count)"}),
    "silences": ("longest_silences", "began_month", "length_rank = 1", {
        "longest_silence_seconds": "max(silence_seconds)",
        "longest_silence_source": "max(source)",
        "longest_silence_ticket_id": "max(ticket_id)",
    }),
    "contacts": (ref("fct_contacts_out_of_hours"), "arrived_month", "is_counted", {
        "contact_out_of_hours_count": "count(*)",
        "contact_in_time_count": "count(case when outcome = 'in_time' then 1 end)",
        "contact_late_count": "count(case when outcome = 'late' then 1 end)",
        "contact_pending_count": "count(case when outcome = 'pending' then 1 end)",
        "contact_closed_unanswered_count":
            "count(case when outcome = 'closed_unanswered' then 1 end)",
        "unanswered_call_count": "count(case when is_unanswered_call then 1 end)",
        "unanswered_call_answered_count": "count(" ~ call_seconds ~ ")",
        "unanswered_call_median_seconds": median(call_seconds),
    }),
    "escalations": (ref("fct_escalations"), "escalated_month", "is_covered", {
        "escalation_count": "count(*)",
        "escalation_business_median_seconds": median("business_seconds"),
        "escalation_wall_median_seconds": median("wall_seconds"),
        "escalation_resolved_count": "count(case when is_resolved then 1 end)",
        "escalation_resolved_by_tier_1_count": "count(case when closed_by_tier = 1 then 1 end)",
        "escalation_resolved_by_higher_tier_count":
            "count(case when closed_by_tier >= 2 then 1 end)",
    }),
    "meetings": (ref("fct_meetings"), "scheduled_month", "is_covered", {
        "meeting_booked_count": "count(case when status != 'cancelled' then 1 end)",
        "meeting_held_count": "count(case when status = 'held' then 1 end)",
        "meeting_missed_count": "count(case when status = 'missed' then 1 end)",
        "meeting_cancelled_count": "count(case when status = 'cancelled' then 1 end)",
        "meeting_wait_median_seconds": median("wait_seconds"),
    }),
} -%}

with longest_silences as (
    select
        *,
        row_number() over (
            partition by customer_id, began_month
            order by silence_seconds desc, started_at asc, source asc, ticket_id asc
        ) as length_rank
    from {{ ref("fct_silences") }}
    where is_covered and not is_running
),

{% for subject, (rows, month, condition, figures) in subjects.items() -%}
    {{ subject }} as (
        select
            customer_id,
            {{ month }} as counted_month,
        {%- for name, expression in figures.items() %}
            {{ expression }} as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
        from {{ rows }}
        where {{ condition }}
        group by customer_id, {{ month }}
    ),

{% endfor -%}
-- At a month's edge something may be counted in another zone's month, without a covered day.
months as (
    select
        customer_id,
        month
    from {{ ref("covered_months") }}
    where is_told
    {%- for subject in ["responses", "silences", "contacts", "escalations"] %}
        union
        select
            customer_id,
            counted_month as month
        from {{ subject }}
    {%- endfor %}
)

select
    months.customer_id,
    months.month,
    {%- for subject, (rows, month, condition, figures) in subjects.items() %}
        {%- for name in figures %}
            {%- if name.endswith("_count") and subject != "rosters" %}
                coalesce({{ subject }}.{{ name }}, 0) as {{ name }},
            {%- else %}
                {{ subject }}.{{ name }},
            {%- endif %}
        {%- endfor %}
    {%- endfor %}
    coalesce(covered.covered_day_count, 0) as covered_day_count,
    covered.monthly_fee_eur,
    covered.currency,
    coalesce(covered.covered_open_seconds, 0) as covered_open_seconds
from months
left join {{ ref("covered_months") }} as covered
    on months.customer_id = covered.customer_id and months.month = covered.month
{%- for subject in subjects %}
    left join {{ subject }}
        on
            months.customer_id = {{ subject }}.customer_id
            and months.month = {{ subject }}.counted_month
{%- endfor %}
