with spans as (
    select
        spans.*,
        coalesce(tickets.customer_id, '(unknown)') as customer_id,
        versions.policy_version_id,
        versions.calendar_id
    from {{ ref("int_silence_spans") }} as spans
    left join {{ ref("int_ticket_customers") }} as tickets
        on
            spans.source = tickets.source
            and spans.ticket_id = tickets.ticket_id
            and {{ holds_at("tickets", "spans.message_at") }}
    inner join {{ ref("stg_policy__versions") }} as versions
        on {{ holds_version("versions", owner_of_terms("tickets"), "spans.message_at") }}
),

-- Each stretch takes away what the calendar had counted when it began, and adds what it has when
-- it ends: from one agent's message to the next, only open time counts while the ticket was open.
-- All moments are looked up at once: two look-ups in one calendar may be joined with each other.
moments as (
    select
        *,
        started_at as moment,
        -1 as sign
    from spans
    union all
    select
        *,
        ended_at as moment,
        1 as sign
    from spans
),

counted as (
    select
        moments.source,
        moments.ticket_id,
        moments.customer_id,
        moments.policy_version_id,
        moments.calendar_id,
        moments.message_number,
        moments.message_at,
        moments.next_message_at,
        moments.is_running,
        moments.is_waiting_for_customer,
        moments.has_customer_written,
        moments.sign * {{ open_seconds_at("segments", "moments.moment") }} as open_seconds
    from moments
    inner join {{ ref("stg_policy__calendar_segments") }} as segments
        on {{ holds_instant("segments", "moments.calendar_id", "moments.moment") }}
)

select
    source,
    ticket_id,
    customer_id,
    min(policy_version_id) as policy_version_id,
    calendar_id,
    message_number,
    message_at,
    next_message_at,
    max(case when is_running then 1 else 0 end) = 1 as is_running,
    max(case when is_waiting_for_customer then 1 else 0 end) = 1 as is_waiting_for_customer,
    cast(sum(open_seconds) as bigint) as silence_seconds,
    cast(sum(case when has_customer_written then open_seconds else 0 end) as bigint)
        as update_seconds
from counted
group by
    source, ticket_id, customer_id, calendar_id, message_number, message_at, next_message_at
-- A ticket closed for good after the message: the word that would end the silence never came.
having sum(open_seconds) > 0 and (next_message_at is not null or is_running)
