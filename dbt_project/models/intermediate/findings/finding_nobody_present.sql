select
    'nobody_present' as kind,
    source,
    customer_id as finding_key,
    concat(
        'absences.csv row ', cast(register_row as varchar), ': ', absent_agent_id,
        ' is away and nobody stands in, so ', customer_id, ' has nobody from ',
        cast(first_date as varchar), ' to ', cast(last_date as varchar), '; name a stand-in'
    ) as message
from {{ ref("int_unattended_customers") }}
