with roles as (
    select * from {{ ref("int_event_roles") }}
),

-- At most one response is owed at a time: a run of openers opens once, a run of closers closes
-- once. So an event's effect hangs on the turn before it alone.
after_previous_turn as (
    select
        *,
        coalesce(lag(turn ignore nulls) over ticket_order = 'opens', false) as is_owed_before
    from roles
    window ticket_order as (partition by source, ticket_id order by event_number)
)

select
    *,
    case
        when turn = 'opens' and not is_owed_before then 'opens'
        when turn != 'opens' and is_owed_before then 'closes'
        else 'ignored'
    end as effect
from after_previous_turn
