with moves as (
    select * from {{ ref("int_account_moves") }}
),

responses as (
    select
        responses.source,
        responses.ticket_id,
        responses.response_id,
        responses.opened_at,
        cast(date_trunc('month', whole.started_local_date) as date) as opened_month
    from {{ ref("int_response_policies") }} as responses
    inner join {{ ref("int_leg_clocks") }} as whole
        on responses.response_id = whole.response_id and whole.leg_number = 0
),

-- Whose they were when they opened: all that the ticket had before it moved stay there.
left_behind as (
    select
        moves.source,
        moves.ticket_id,
        moves.moved_at,
        responses.response_id,
        responses.opened_month
    from moves
    inner join {{ ref("int_ticket_accounts") }} as accounts
        on
            moves.source = accounts.source
            and moves.ticket_id = accounts.ticket_id
            and moves.from_account_id = accounts.account_id
            and moves.moved_at = accounts.valid_until
    inner join responses
        on
            moves.source = responses.source
            and moves.ticket_id = responses.ticket_id
            and {{ holds_at("accounts", "responses.opened_at") }}
),

-- What moved together is one move: all tickets of a contact, for instance.
grouped as (
    select
        moves.source,
        moves.from_account_id,
        moves.to_account_id,
        moves.moved_at,
        min(moves.ticket_id) as first_ticket_id,
        count(distinct moves.ticket_id) as ticket_count,
        count(left_behind.response_id) as response_count,
        min(left_behind.opened_month) as first_month,
        max(left_behind.opened_month) as last_month
    from moves
    left join left_behind
        on
            moves.source = left_behind.source
            and moves.ticket_id = left_behind.ticket_id
            and moves.moved_at = left_behind.moved_at
    group by moves.source, moves.from_account_id, moves.to_account_id, moves.moved_at
)

select
    'account_moved' as kind,
    source,
    first_ticket_id as finding_key,
    concat(
        case
            when ticket_count = 1 then concat('ticket ', first_ticket_id)
            else concat(cast(ticket_count as varchar), ' tickets, first ', first_ticket_id, ',')
        end,
        ' moved from ', from_account_id, ' to ', to_account_id, ' between two exports (',
        {{ told_instant("moved_at") }}, '); ',
        case
            when response_count = 0 then 'no response'
            when response_count = 1 then '1 response of '
            else concat(cast(response_count as varchar), ' responses of ')
        end,
        case when response_count > 0 then {{ told_month("first_month") }} else '' end,
        case
            when response_count > 0 and first_month != last_month
                then concat(' to ', {{ told_month("last_month") }})
            else ''
        end,
        case when response_count > 1 then ' stay' else ' stays' end, ' behind with ',
        from_account_id, '; if it was no move but a mistake, correct it in the help desk and ',
        'export again'
    ) as message
from grouped
