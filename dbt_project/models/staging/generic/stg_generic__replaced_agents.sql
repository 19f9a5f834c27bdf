with replaced as (
    {{
        replaced_row_counts(
            source("landing", "generic_agents"),
            key="agent_id",
        )
    }}
)

select
    source,
    file_hash,
    replaced_row_count
from replaced
