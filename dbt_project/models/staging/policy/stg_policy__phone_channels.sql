select channel
from {{ source("landing", "policy_phone_channels") }}
