with intervals as (
    select
        *,
        lag(status_code) over (
            partition by source, ticket_id order by started_at, history_id
        ) as previous_code
    from {{ ref("stg_liveagent__history") }}
),

statuses as (
    select * from {{ ref("stg_policy__codes") }}
    where kind = 'liveagent' and topic = 'status'
)

-- Intervals also end where only the agent or the department changes: that is no change of status.
select
    intervals.source,
    concat('h:', intervals.history_id) as event_id,
    intervals.ticket_id,
    intervals.started_at as occurred_at,
    coalesce(statuses.meaning, intervals.status_code) as event_value
from intervals
left join statuses
    on intervals.status_code = statuses.code
where
    intervals.status_code is not null
    and coalesce(intervals.status_code != intervals.previous_code, true)
