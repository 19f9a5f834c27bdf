with landed as (
    {{
        latest_row(
            source("landing", "liveagent_tags"),
            key="tag_id",
            columns=[
                "tag_id", "name",
            ],
        )
    }}
)

select
    source,
    tag_id,
    name as tag_name
from landed
