-- A gap without a next message counts once it is too long, unless the ticket waits for the
-- customer: then the next word is not ours.
with counted as (
    select *
    from {{ ref("int_promised_updates") }}
    where not is_running or (is_late and not is_waiting_for_customer)
)

select
    counted.source,
    counted.ticket_id,
    counted.customer_id,
    counted.severity,
    counted.message_number,
    counted.message_at as started_at,
    coalesce(counted.next_message_at, {{ as_of() }}) as ended_at,
    counted.is_running,
    counted.is_late,
    counted.update_seconds as gap_seconds,
    counted.target_seconds,
    counted.calendar_id,
    {{ local_month("local_at") }} as began_month,
    covered.customer_id is not null as is_covered
from counted
inner join {{ ref("stg_policy__calendar_segments") }} as local_at
    on {{ holds_instant("local_at", "counted.calendar_id", "counted.message_at") }}
{{ join_covered_day("counted.customer_id", "counted.message_at") }}
