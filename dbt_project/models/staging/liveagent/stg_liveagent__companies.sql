with landed as (
    {{
        latest_row(
            source("landing", "liveagent_companies"),
            key="company_id",
            columns=[
                "company_id", "name", "system_name",
            ],
        )
    }}
)

select
    source,
    company_id,
    name as company_name,
    system_name
from landed
