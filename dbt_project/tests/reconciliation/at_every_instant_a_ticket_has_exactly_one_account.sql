with periods as (
    select
        *,
        lag(valid_until) over ticket_order as previous_valid_until,
        row_number() over ticket_order as period_number,
        lead(source) over ticket_order is null as is_last
    from {{ ref("int_ticket_accounts") }}
    window ticket_order as (partition by source, ticket_id order by valid_from nulls first)
)

select *
from periods
where
    (valid_from is null) != (period_number = 1)
    or (valid_until is null) != is_last
    or coalesce(valid_from != previous_valid_until, false)
