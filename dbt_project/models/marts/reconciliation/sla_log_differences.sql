with matches as (
    select * from {{ ref("int_sla_log_matches") }}
),

-- Only of tickets in sources that keep such a log.
responses as (
    select *
    from {{ ref("fct_responses") }}
    where source in (select logged.source from matches as logged)
),

sides as (
    select
        coalesce(matches.source, responses.source) as source,
        coalesce(matches.ticket_id, responses.ticket_id) as ticket_id,
        matches.record_id,
        matches.level as record_level,
        matches.status as record_status,
        matches.started_at as record_started_at,
        matches.due_at as record_due_at,
        matches.closed_at as record_closed_at,
        responses.response_id,
        responses.opened_at,
        responses.due_at,
        responses.closed_at,
        responses.closed_by,
        responses.outcome,
        matches.is_marked_as_answered,
        -- The vendor may note a reply some seconds after it was sent.
        coalesce(
            {{ seconds_between("matches.closed_at", "responses.closed_at") }} between -60 and 60,
            false
        ) as is_closed_alike
    from matches
    full outer join responses
        on matches.source = responses.source and matches.response_id = responses.response_id
)

select
    source,
    concat(
        case when record_id is null then 'response ' else 'record ' end,
        coalesce(record_id, response_id)
    ) as difference_key,
    ticket_id,
    case
        when response_id is null then 'missing_here'
        when record_id is null and coalesce(closed_by, '') != 'reply'
            then 'missing_there_unanswered'
        when record_id is null then 'missing_there'
        when is_marked_as_answered then 'closed_there_by_mark_as_answered'
        when not is_closed_alike then 'other_closing'
        when record_due_at != due_at then 'other_calendar'
        else 'agrees'
    end as difference,
    record_id,
    record_level,
    record_status,
    record_started_at,
    record_due_at,
    record_closed_at,
    response_id,
    opened_at,
    due_at,
    closed_at,
    closed_by,
    outcome
from sides
