with histories as (
    {%- for rows_of_a_kind in [
        ref("int_generic_ticket_accounts"),
        ref("int_liveagent_ticket_accounts"),
        ref("int_zendesk_ticket_accounts"),
    ] %}
        select
            source,
            ticket_id,
            account_id,
            valid_from,
            valid_until
        from {{ rows_of_a_kind }}
        {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- Of a kind that tells no history the account has always been the ticket's.
periods as (
    select * from histories
    union all
    select
        tickets.source,
        tickets.ticket_id,
        tickets.account_id,
        cast(null as {{ var("instant") }}) as valid_from,
        cast(null as {{ var("instant") }}) as valid_until
    from {{ ref("int_tickets") }} as tickets
    left join histories
        on tickets.source = histories.source and tickets.ticket_id = histories.ticket_id
    where histories.ticket_id is null
),

accounts as (
    select * from {{ ref("int_account_customers") }}
)

select
    periods.source,
    periods.ticket_id,
    periods.account_id,
    coalesce(accounts.customer_id, periods.account_id) as customer_id,
    periods.valid_from,
    periods.valid_until
from periods
left join accounts
    on periods.source = accounts.source and periods.account_id = accounts.account_id
