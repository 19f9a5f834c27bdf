with coverage as (
    select * from {{ ref("stg_register__customers") }}
)

select
    'overlapping_coverage' as kind,
    'register' as source,
    earlier.customer_id as finding_key,
    concat(
        'customers.csv rows ', cast(earlier.register_row as varchar), ' and ',
        cast(later.register_row as varchar), ': ', earlier.customer_id,
        ' is covered twice on some days; end one period before the other begins'
    ) as message
from coverage as earlier
inner join coverage as later
    on
        earlier.customer_id = later.customer_id
        and earlier.register_row < later.register_row
        and (earlier.valid_until is null or earlier.valid_until >= later.valid_from)
        and (later.valid_until is null or later.valid_until >= earlier.valid_from)
where earlier.is_dedicated and later.is_dedicated
