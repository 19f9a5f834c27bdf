with replaced as (
    {{
        replaced_row_counts(
            source("landing", "generic_tickets"),
            key="ticket_id",
            updated_at="updated_at",
        )
    }}
)

select
    source,
    file_hash,
    replaced_row_count
from replaced
