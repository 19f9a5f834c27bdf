with sides as (
    select
        'replies' as subject,
        reply_count as counted,
        met_count + breached_count + no_target_count as parts,
        0 as facts
    from {{ ref("team_monthly") }}
    union all
    select
        'replies' as subject,
        0 as counted,
        0 as parts,
        count(*) as facts
    from {{ ref("fct_responses") }}
    where closed_by = 'reply' and exclusion_reason is null
    union all
    select
        'messages' as subject,
        public_message_count as counted,
        public_message_count as parts,
        0 as facts
    from {{ ref("team_hours") }}
    union all
    select
        'messages' as subject,
        0 as counted,
        0 as parts,
        count(*) as facts
    from {{ ref("fct_ticket_events") }}
    where kind = 'message' and actor_kind = 'agent'
)

select
    subject,
    sum(counted) as counted,
    sum(parts) as parts,
    sum(facts) as facts
from sides
group by subject
having sum(counted) != sum(facts) or sum(parts) != sum(facts)
