with responses as (
    select
        source,
        ticket_id,
        opened_at,
        closed_at,
        lead(opened_at) over (partition by source, ticket_id order by cycle_number)
            as next_opened_at
    from {{ ref("fct_responses") }}
)

select *
from responses
where
    closed_at < opened_at
    or next_opened_at < closed_at
    or (next_opened_at is not null and closed_at is null)
