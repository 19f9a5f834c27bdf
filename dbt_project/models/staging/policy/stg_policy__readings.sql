select
    reading,
    cast(severity as integer) as severity,
    clock
from {{ source("landing", "policy_readings") }}
