with responses as (
    select * from {{ ref("int_responses_owed") }}
),

moves as (
    select * from {{ ref("int_account_moves") }}
    where from_customer_id != to_customer_id and moved_at <= {{ as_of() }}
)

select
    responses.response_id,
    'moved' as reason,
    min(moves.moved_at) as contested_at,
    cast(null as varchar) as contested_by
from responses
inner join moves
    on
        responses.source = moves.source
        and responses.ticket_id = moves.ticket_id
        and responses.opened_at < moves.moved_at
group by responses.response_id
