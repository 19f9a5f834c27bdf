with silences as (
    select * from {{ ref("int_silences") }}
),

segments as (
    select * from {{ ref("stg_policy__calendar_segments") }}
),

dated as (
    select
        silences.*,
        {{ local_month("local_at") }} as began_month,
        covered.customer_id is not null as is_covered
    from silences
    inner join segments as local_at
        on {{ holds_instant("local_at", "silences.calendar_id", "silences.message_at") }}
    {{ join_covered_day("silences.customer_id", "silences.message_at") }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by source, ticket_id, began_month, is_covered, is_running
            order by silence_seconds desc, message_number asc
        ) as length_rank
    from dated
)

select
    ranked.source,
    ranked.ticket_id,
    ranked.customer_id,
    ranked.began_month as month,
    ranked.began_month,
    ranked.message_at as started_at,
    messages.event_id as started_by_event_id,
    coalesce(ranked.next_message_at, {{ as_of() }}) as ended_at,
    ranked.is_running,
    ranked.is_waiting_for_customer,
    ranked.silence_seconds,
    ranked.calendar_id,
    ranked.is_covered
from ranked
inner join {{ ref("fct_ticket_events") }} as messages
    on
        ranked.source = messages.source
        and ranked.ticket_id = messages.ticket_id
        and ranked.message_number = messages.event_number
where ranked.length_rank = 1
