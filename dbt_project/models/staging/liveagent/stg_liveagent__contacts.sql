with landed as (
    {{
        latest_row(
            source("landing", "liveagent_contacts"),
            key="contact_id",
            columns=[
                "contact_id", "company_id", "firstname", "lastname", "system_name",
                "first_email", "name", "email",
            ],
        )
    }}
)

select
    source,
    contact_id,
    company_id,
    nullif(trim(concat_ws(' ', firstname, lastname)), '') as person_name,
    name as contact_name,
    system_name,
    coalesce(first_email, email) as email
from landed
