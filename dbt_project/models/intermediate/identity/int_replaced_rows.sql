with replaced as (
    select
        source,
        'events' as entity,
        file_hash,
        count(*) as replaced_row_count
    from {{ ref("int_replaced_events") }}
    group by source, file_hash
    union all
{%- for entity, replaced in {
    "tickets": ref("stg_generic__replaced_tickets"),
    "agents": ref("stg_generic__replaced_agents"),
    "customers": ref("stg_generic__replaced_accounts"),
}.items() %}
    select
        source,
        '{{ entity }}' as entity,
        file_hash,
        replaced_row_count
    from {{ replaced }}
    {{ "union all" if not loop.last }}
{%- endfor %}
)

select
    source,
    entity,
    file_hash,
    replaced_row_count
from replaced
