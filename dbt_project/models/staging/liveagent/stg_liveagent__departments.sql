with landed as (
    {{
        latest_row(
            source("landing", "liveagent_departments"),
            key="department_id",
            columns=[
                "department_id", "name",
            ],
        )
    }}
)

select
    source,
    department_id,
    name as department_name
from landed
