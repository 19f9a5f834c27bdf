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

{#- How many there are of what is called so: 1 ticket, 2 tickets. -#}
{% macro counted(count, noun) -%}
    concat(
        cast({{ count }} as varchar),
        case when {{ count }} = 1 then ' {{ noun }}' else ' {{ noun }}s' end
    )
{%- endmacro %}
