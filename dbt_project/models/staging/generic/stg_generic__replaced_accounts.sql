with replaced as (
    {{
        replaced_row_counts(
            source("landing", "generic_customers"),
            key="account_id",
        )
    }}
)

select
    source,
    file_hash,
    replaced_row_count
from replaced
