{%- set subjects = {
    "replies": ref("replies_monthly"), "escalations": ref("escalations_monthly"),
    "rosters": ref("int_agent_customers"), "messages": "messages", "silences": "silences",
    "contacts": "contacts", "meetings": "meetings",
} -%}

with messages as (
    select
        customer_id,
        month,
        count(distinct concat(source, ':', agent_id)) as involved_agent_count
    from {{ ref("team_hours") }}
    where agent_id != '(unknown)'
    group by customer_id, month
),

silences as (
    select
        customer_id,
        began_month as month,
        silence_seconds as longest_silence_seconds,
        source as longest_silence_source,
        ticket_id as longest_silence_ticket_id
    from (
        select
            *,
            row_number() over (
                partition by customer_id, began_month
                order by silence_seconds desc, started_at asc, source asc, ticket_id asc
            ) as length_rank
        from {{ ref("fct_silences") }}
        where is_covered and not is_running
    ) as ranked
    where length_rank = 1
),

contacts as (
    select
        customer_id,
        arrived_month as month,
        count(*) as contact_out_of_hours_count,
        {%- for outcome in ["in_time", "late", "pending", "closed_unanswered"] %}
            count(case when outcome = '{{ outcome }}' then 1 end) as contact_{{ outcome }}_count,
        {%- endfor %}
        count(case when is_unanswered_call then 1 end) as unanswered_call_count,
        count(case when is_unanswered_call then wall_seconds end) as unanswered_call_answered_count,
        {{ median("case when is_unanswered_call then wall_seconds end") }}
            as unanswered_call_median_seconds
    from {{ ref("fct_contacts_out_of_hours") }}
    where is_counted
    group by customer_id, arrived_month
),

meetings as (
    select
        customer_id,
        scheduled_month as month,
        count(case when status != 'cancelled' then 1 end) as meeting_booked_count,
        {%- for status in ["held", "missed", "cancelled"] %}
            count(case when status = '{{ status }}' then 1 end) as meeting_{{ status }}_count,
        {%- endfor %}
        {{ median("wait_seconds") }} as meeting_wait_median_seconds
    from {{ ref("fct_meetings") }}
    where is_covered
    group by customer_id, scheduled_month
),

-- At a month's edge something may be counted in another zone's month, without a covered day.
months as (
    select
        customer_id,
        month
    from {{ ref("covered_months") }}
    where is_told
    {%- for told in [ref("replies_monthly"), "silences", "contacts", ref("escalations_monthly")] %}
        union
        select
            customer_id,
            month
        from {{ told }}
    {%- endfor %}
)

select
    months.customer_id,
    months.month,
    {{- or_zero("replies", ["owed_count", "reply_count", "dedicated_reply_count",
        "rostered_reply_count", "first_response_count", "first_response_owed_count",
        "first_response_within_15_minutes_count"]) }}
    replies.first_response_median_seconds,
    replies.first_response_median_of_all_seconds,
    coalesce(messages.involved_agent_count, 0) as involved_agent_count,
    rosters.dedicated_agent_customer_count,
    silences.longest_silence_seconds,
    silences.longest_silence_source,
    silences.longest_silence_ticket_id,
    {{- or_zero("contacts", ["contact_out_of_hours_count", "contact_in_time_count",
        "contact_late_count", "contact_pending_count", "contact_closed_unanswered_count",
        "unanswered_call_count", "unanswered_call_answered_count"]) }}
    contacts.unanswered_call_median_seconds,
    {{- or_zero("escalations", ["escalation_count", "escalation_resolved_count",
        "escalation_resolved_by_tier_1_count", "escalation_resolved_by_higher_tier_count"]) }}
    escalations.escalation_business_median_seconds,
    escalations.escalation_wall_median_seconds,
    {{- or_zero("meetings", ["meeting_booked_count", "meeting_held_count", "meeting_missed_count",
        "meeting_cancelled_count"]) }}
    meetings.meeting_wait_median_seconds,
    coalesce(covered.covered_day_count, 0) as covered_day_count,
    covered.monthly_fee_eur,
    covered.currency,
    coalesce(covered.covered_open_seconds, 0) as covered_open_seconds
from months
left join {{ ref("covered_months") }} as covered
    on months.customer_id = covered.customer_id and months.month = covered.month
{%- for subject in subjects %}
    left join {{ subjects[subject] }} as {{ subject }}
        on
            months.customer_id = {{ subject }}.customer_id
            and months.month = {{ subject }}.month
{%- endfor %}
