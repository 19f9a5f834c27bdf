select channel
from {{ source("landing", "policy_chat_channels") }}
