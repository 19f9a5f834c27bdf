select
    kind,
    topic,
    code,
    meaning,
    channel
from {{ source("landing", "policy_codes") }}
