with landed as (
    {{
        latest_row(
            source("landing", "zendesk_users"),
            key="user_id",
            columns=[
                "user_id", "name", "email", "role", "organization_id",
            ],
        )
    }}
)

select
    source,
    user_id,
    name as user_name,
    email,
    role as role_code,
    organization_id
from landed
