-- What the months count of a customer is what the facts hold of it, nothing lost at an edge. Only
-- calls that are still to come may have no month yet.
with months as (
    select * from {{ ref("service_monthly") }}
),

counted as (
    select
        coalesce(sum(owed_count), 0) as response_count,
        coalesce(sum(contact_out_of_hours_count), 0) as contact_count,
        coalesce(
            sum(
                contact_in_time_count + contact_late_count + contact_pending_count
                + contact_closed_unanswered_count
            ), 0
        ) as contact_parts_count,
        coalesce(sum(escalation_count), 0) as escalation_count,
        coalesce(sum(meeting_booked_count + meeting_cancelled_count), 0) as meeting_count,
        coalesce(max(longest_silence_seconds), 0) as longest_silence_seconds
    from months
),

responses as (
    select count(*) as response_count
    from {{ ref("fct_responses") }}
    where exclusion_reason is null
),

contacts as (
    select count(*) as contact_count
    from {{ ref("fct_contacts_out_of_hours") }}
    where is_covered and outcome != 'deleted'
),

escalations as (
    select count(*) as escalation_count
    from {{ ref("fct_escalations") }}
    where is_covered
),

meetings as (
    select count(*) as meeting_count
    from {{ ref("fct_meetings") }} as meetings
    inner join months
        on
            meetings.customer_id = months.customer_id
            and meetings.scheduled_month = months.month
    where meetings.is_covered
),

silences as (
    select coalesce(max(silence_seconds), 0) as longest_silence_seconds
    from {{ ref("fct_silences") }}
    where is_covered and not is_running
)

select counted.*
from counted
cross join responses
cross join contacts
cross join escalations
cross join meetings
cross join silences
where
    counted.response_count != responses.response_count
    or counted.contact_count != contacts.contact_count
    or counted.contact_parts_count != contacts.contact_count
    or counted.escalation_count != escalations.escalation_count
    or counted.meeting_count != meetings.meeting_count
    or counted.longest_silence_seconds != silences.longest_silence_seconds
