-- A record names the ticket by its id, or by the number that people use for it.
with codes as (
    select
        source,
        lower(code) as code,
        min(ticket_id) as ticket_id
    from {{ ref("stg_liveagent__tickets") }}
    where code is not null
    group by source, lower(code)
)

select
    records.source,
    records.record_id,
    coalesce(by_id.ticket_id, codes.ticket_id, records.ticket_id, records.code) as ticket_id,
    coalesce(by_id.ticket_id, codes.ticket_id) is not null as is_ticket_known,
    coalesce(records.level, records.record_type) as level,
    records.status,
    records.started_at,
    records.due_at,
    records.closed_at
from {{ ref("stg_liveagent__sla_log") }} as records
left join {{ ref("stg_liveagent__tickets") }} as by_id
    on records.source = by_id.source and records.ticket_id = by_id.ticket_id
left join codes
    on records.source = codes.source and lower(records.code) = codes.code
