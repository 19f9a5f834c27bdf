with escalations as (
    select
        escalations.*,
        coalesce(tickets.customer_id, '(unknown)') as customer_id,
        versions.calendar_id
    from {{ ref("int_escalations") }} as escalations
    left join {{ ref("int_ticket_customers") }} as tickets
        on
            escalations.source = tickets.source
            and escalations.ticket_id = tickets.ticket_id
            and {{ holds_at("tickets", "escalations.judged_at") }}
    inner join {{ ref("stg_policy__versions") }} as versions
        on {{ holds_version("versions", owner_of_terms("tickets"), "escalations.judged_at") }}
),

-- Both moments are looked up at once: two look-ups in one calendar may be joined with each other.
moments as (
    select
        source,
        ticket_id,
        calendar_id,
        judged_at as moment,
        false as is_escalation
    from escalations
    union all
    select
        source,
        ticket_id,
        calendar_id,
        escalated_at as moment,
        true as is_escalation
    from escalations
),

counts as (
    select
        moments.source,
        moments.ticket_id,
        moments.is_escalation,
        {{ open_seconds_at("segments", "moments.moment") }} as open_count,
        {{ local_month("segments") }} as month
    from moments
    inner join {{ ref("stg_policy__calendar_segments") }} as segments
        on {{ holds_instant("segments", "moments.calendar_id", "moments.moment") }}
),

measured as (
    select
        source,
        ticket_id,
        sum(case when is_escalation then open_count else -open_count end) as business_seconds,
        max(case when is_escalation then month end) as escalated_month
    from counts
    group by source, ticket_id
)

select
    escalations.source,
    escalations.ticket_id,
    escalations.customer_id,
    escalations.tier,
    escalations.highest_tier,
    escalations.escalated_at,
    escalations.escalated_by_event_id,
    escalations.first_contact_at,
    case when escalations.is_measured then cast(measured.business_seconds as bigint) end
        as business_seconds,
    case
        when escalations.is_measured
            then {{ seconds_between("escalations.first_contact_at", "escalations.escalated_at") }}
    end as wall_seconds,
    escalations.calendar_id,
    closings.ticket_id is not null as is_resolved,
    closings.closed_at,
    closings.closed_by_agent_id as agent_id,
    closings.closed_by_agent_id,
    agents.tier as closed_by_tier,
    covered.customer_id is not null as is_covered,
    measured.escalated_month as month,
    measured.escalated_month
from escalations
inner join measured
    on escalations.source = measured.source and escalations.ticket_id = measured.ticket_id
{{ join_covered_day("escalations.customer_id", "escalations.judged_at") }}
left join {{ ref("int_escalation_closings") }} as closings
    on escalations.source = closings.source and escalations.ticket_id = closings.ticket_id
left join {{ ref("int_agents") }} as agents
    on
        escalations.source = agents.source
        and closings.closed_by_agent_id = agents.agent_id
