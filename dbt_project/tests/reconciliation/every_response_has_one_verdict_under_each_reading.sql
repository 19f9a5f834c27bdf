with readings as (
    select count(distinct reading) as reading_count
    from {{ ref("stg_policy__readings") }}
),

judged as (
    select sum(owed_count) as verdict_count
    from {{ ref("compliance_by_reading") }}
),

owed as (
    select count(*) as response_count
    from {{ ref("int_response_policies") }}
)

select *
from readings
cross join judged
cross join owed
where owed.response_count * readings.reading_count != coalesce(judged.verdict_count, 0)
