with landed as (
    {{
        latest_row(
            source("landing", "liveagent_companies"),
            key="company_id",
            columns=[
                "company_id", "name",
            ],
        )
    }}
)

select
    source,
    company_id,
    name as company_name
from landed
