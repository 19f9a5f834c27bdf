with landed as (
    {{
        latest_row(
            source("landing", "zendesk_organizations"),
            key="organization_id",
            columns=[
                "organization_id", "name",
            ],
        )
    }}
)

select
    source,
    organization_id,
    name as organization_name
from landed
