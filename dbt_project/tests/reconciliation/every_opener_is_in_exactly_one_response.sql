-- Every customer message either opens one response or finds one already owed, and each response
-- was opened by one.
with openers as (
    select
        source,
        ticket_id,
        event_id
    from {{ ref("fct_ticket_events") }}
    where effect = 'opens'
),

responses as (
    select
        source,
        ticket_id,
        opened_by_event_id as event_id
    from {{ ref("fct_responses") }}
),

sides as (
    select
        source,
        ticket_id,
        event_id,
        1 as opener_count,
        0 as response_count
    from openers
    union all
    select
        source,
        ticket_id,
        event_id,
        0 as opener_count,
        1 as response_count
    from responses
)

select
    source,
    ticket_id,
    event_id
from sides
group by source, ticket_id, event_id
having sum(opener_count) != 1 or sum(response_count) != 1
