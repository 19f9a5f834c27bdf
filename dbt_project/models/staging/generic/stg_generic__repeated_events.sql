with {{
    ranked_rows(
        source("landing", "generic_events"),
        key=["ticket_id", "event_id"],
        columns=event_columns().split(","),
        updated_at="updated_at",
    )
}}

select
    source,
    file_hash,
    file_row,
    {{ event_columns().split(",") | join(",\n    ") }},
    recency_rank
from ranked
