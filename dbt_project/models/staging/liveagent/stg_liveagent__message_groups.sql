with landed as (
    {{
        latest_row(
            source("landing", "liveagent_message_groups"),
            key=["ticket_id", "group_id"],
            columns=[
                "group_id", "ticket_id", "userid", "type", "status", "datecreated",
                "datefinished", "file_hash", "file_row",
            ],
        )
    }}
)

select
    source,
    group_id,
    ticket_id,
    userid as writer_id,
    type as type_code,
    status as status_code,
    datecreated as created_at,
    datefinished as finished_at,
    file_hash,
    file_row
from landed
