-- Saved from the panel a record has no id: what it tells is what it is called by.
with records as (
    select
        *,
        coalesce(
            record_id,
            concat_ws(' ', code, sla_level_name, sla_type, cast(date_created as varchar))
        ) as record_key
    from {{ source("landing", "liveagent_sla_log") }}
),

landed as (
    {{
        latest_row(
            "records",
            key="record_key",
            columns=[
                "record_key", "ticket_id", "code", "sla_level_name", "levelid", "sla_type",
                "sla_status", "date_created", "date_due", "date_closed",
            ],
        )
    }}
)

select
    source,
    record_key as record_id,
    ticket_id,
    code,
    coalesce(sla_level_name, levelid) as level,
    sla_type as record_type,
    sla_status as status,
    date_created as started_at,
    date_due as due_at,
    date_closed as closed_at
from landed
