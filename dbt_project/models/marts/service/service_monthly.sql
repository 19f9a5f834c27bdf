with responses as (
    select
        customer_id,
        opened_month as counted_month,
        count(*) as owed_count,
        count(case when closed_by = 'reply' then 1 end) as reply_count,
        count(case when is_dedicated_responder then 1 end) as dedicated_reply_count,
        count(case when closed_by = 'reply' then dedicated_agent_id end) as rostered_reply_count,
        count(first_response_seconds) as first_response_count,
        {{ median("first_response_seconds") }} as first_response_median_seconds,
        count(first_opened_at) as first_response_owed_count,
        {{ closed_within(0.5, "first_reply_seconds", "first_opened_at") }}
            as first_response_median_of_all_seconds,
        count(case when first_reply_seconds <= 900 then 1 end)
            as first_response_within_15_minutes_count
    from (
        select
            *,
            case when metric = 'first_response' then opened_at end as first_opened_at,
            case when first_opened_at <= closed_at then business_seconds end
                as first_response_seconds,
            case when closed_by = 'reply' then first_response_seconds end as first_reply_seconds
        from {{ ref("fct_responses") }}
        where exclusion_reason is null
    ) as counted
    group by customer_id, opened_month
),

messages as (
    select
        customer_id,
        month as counted_month,
        count(distinct concat(source, ':', agent_id)) as involved_agent_count
    from {{ ref("team_hours") }}
    where agent_id != '(unknown)'
    group by customer_id, month
),

rosters as (
    select
        customer_id,
        month as counted_month,
        max(dedicated_agent_customer_count) as dedicated_agent_customer_count
    from {{ ref("int_agent_customers") }}
    group by customer_id, month
),

silences as (
    select
        customer_id,
        began_month as counted_month,
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
        arrived_month as counted_month,
        count(*) as contact_out_of_hours_count,
        count(case when outcome = 'in_time' then 1 end) as contact_in_time_count,
        count(case when outcome = 'late' then 1 end) as contact_late_count,
        count(case when outcome = 'pending' then 1 end) as contact_pending_count,
        count(case when outcome = 'closed_unanswered' then 1 end)
            as contact_closed_unanswered_count,
        count(case when is_unanswered_call then 1 end) as unanswered_call_count,
        count(case when is_unanswered_call then wall_seconds end) as unanswered_call_answered_count,
        {{ median("case when is_unanswered_call then wall_seconds end") }}
            as unanswered_call_median_seconds
    from {{ ref("fct_contacts_out_of_hours") }}
    where is_counted
    group by customer_id, arrived_month
),

escalations as (
    select
        customer_id,
        escalated_month as counted_month,
        count(*) as escalation_count,
        {{ median("business_seconds") }} as escalation_business_median_seconds,
        {{ median("wall_seconds") }} as escalation_wall_median_seconds,
        count(case when is_resolved then 1 end) as escalation_resolved_count,
        count(case when closed_by_tier = 1 then 1 end) as escalation_resolved_by_tier_1_count,
        count(case when closed_by_tier >= 2 then 1 end)
            as escalation_resolved_by_higher_tier_count
    from {{ ref("fct_escalations") }}
    where is_covered
    group by customer_id, escalated_month
),

meetings as (
    select
        customer_id,
        scheduled_month as counted_month,
        count(case when status != 'cancelled' then 1 end) as meeting_booked_count,
        count(case when status = 'held' then 1 end) as meeting_held_count,
        count(case when status = 'missed' then 1 end) as meeting_missed_count,
        count(case when status = 'cancelled' then 1 end) as meeting_cancelled_count,
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
    {{- or_zero("responses", [
        "owed_count",
        "reply_count",
        "dedicated_reply_count",
        "rostered_reply_count",
        "first_response_count",
        "first_response_owed_count",
        "first_response_within_15_minutes_count",
    ]) }}
    responses.first_response_median_seconds,
    responses.first_response_median_of_all_seconds,
    {{- or_zero("messages", ["involved_agent_count"]) }}
    rosters.dedicated_agent_customer_count,
    silences.longest_silence_seconds,
    silences.longest_silence_source,
    silences.longest_silence_ticket_id,
    {{- or_zero("contacts", [
        "contact_out_of_hours_count",
        "contact_in_time_count",
        "contact_late_count",
        "contact_pending_count",
        "contact_closed_unanswered_count",
        "unanswered_call_count",
        "unanswered_call_answered_count",
    ]) }}
    contacts.unanswered_call_median_seconds,
    {{- or_zero("escalations", [
        "escalation_count",
        "escalation_resolved_count",
        "escalation_resolved_by_tier_1_count",
        "escalation_resolved_by_higher_tier_count",
    ]) }}
    escalations.escalation_business_median_seconds,
    escalations.escalation_wall_median_seconds,
    {{- or_zero("meetings", [
        "meeting_booked_count",
        "meeting_held_count",
        "meeting_missed_count",
        "meeting_cancelled_count",
    ]) }}
    meetings.meeting_wait_median_seconds,
    coalesce(covered.covered_day_count, 0) as covered_day_count,
    covered.monthly_fee_eur,
    covered.currency,
    coalesce(covered.covered_open_seconds, 0) as covered_open_seconds
from months
left join {{ ref("covered_months") }} as covered
    on months.customer_id = covered.customer_id and months.month = covered.month
{%- for subject in
    ["responses", "messages", "rosters", "silences", "contacts", "escalations", "meetings"]
%}
    left join {{ subject }}
        on
            months.customer_id = {{ subject }}.customer_id
            and months.month = {{ subject }}.counted_month
{%- endfor %}
