{#-
    Views that are published name tables by their schema alone: a snapshot is attached under any
    name, not that of the file being built.
-#}
{% macro duckdb__create_view_as(relation, sql) -%}
    {%- if config.get("contract").enforced -%}
        {{ get_assert_columns_equivalent(sql) }}
    {%- endif %}
    create view {{ relation }} as (
        {{ sql | replace(adapter.quote(relation.database) ~ ".", "") }}
    )
{%- endmacro %}
