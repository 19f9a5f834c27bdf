{#- A group's first few by rank, with commas, and how many more there are. -#}
{% macro handful(name, rank, count) -%}
    concat(
        concat_ws(
            ', '
    {%- for number in range(1, 6) %},
            max(case when {{ rank }} = {{ number }} then {{ name }} end)
    {%- endfor %}
        ),
        case
            when {{ count }} > 5 then concat(' and ', cast({{ count }} - 5 as varchar), ' more')
            else ''
        end
    )
{%- endmacro %}

{#- A count in a message: 1 ticket, 2 tickets; of `several`, if not with an s. -#}
{% macro how_many(count, one, several=none) -%}
    concat(
        cast({{ count }} as varchar),
        case when {{ count }} = 1 then ' {{ one }}' else ' {{ several or one ~ "s" }}' end
    )
{%- endmacro %}
