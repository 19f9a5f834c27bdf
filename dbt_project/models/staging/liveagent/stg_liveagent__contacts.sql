with landed as (
    {{
        latest_row(
            source("landing", "liveagent_contacts"),
            key="contact_id",
            columns=[
                "contact_id", "company_id", "name", "email",
            ],
        )
    }}
)

select
    source,
    contact_id,
    company_id,
    name as contact_name,
    email
from landed
