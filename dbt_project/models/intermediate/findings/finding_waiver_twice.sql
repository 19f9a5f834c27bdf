with waivers as (
    select
        response_id,
        opened_at,
        count(*) as row_count,
        min(register_row) as first_row,
        max(register_row) as last_row
    from {{ ref("stg_register__waivers") }}
    group by response_id, opened_at
)

select
    'waiver_twice' as kind,
    'register' as source,
    response_id as finding_key,
    concat(
        'waivers.csv rows ', cast(first_row as varchar), ' to ', cast(last_row as varchar), ': ',
        response_id, ' is waived ', cast(row_count as varchar),
        ' times, which counts once; keep the row that tells who approved it first'
    ) as message
from waivers
where row_count > 1
