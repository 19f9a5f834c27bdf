-- noqa: disable=LT02
{#-
    As on DuckDB, nothing is there to be replaced. A table with a contract is declared with its
    types and descriptions before it is filled: Spark takes neither along with a query.
-#}
{% materialization table, adapter="spark" %}
    {%- set relation = this.incorporate(type="table") -%}
    {%- set query = in_words_of_spark(compiled_code) -%}
    {%- if config.get("contract").enforced -%}
        {% do assert_columns_equivalent(query) %}
        {% call statement("declared") %}
            create table {{ relation }} ({{ described_columns(with_types=true) }})
            using parquet comment {{ quoted_for_spark(model.description) }}
        {% endcall %}
        {% call statement("main") %}
            insert into {{ relation }} {{ get_select_subquery(query) }}
        {% endcall %}
    {%- else -%}
        {% call statement("main") %}create table {{ relation }} using parquet as {{ query }}{% endcall %}
    {%- endif -%}
    {% do hold_checks(relation) %}
    {{ return({"relations": [relation]}) }}
{% endmaterialization %}

{% materialization view, adapter="spark" %}
    {%- set relation = this.incorporate(type="view") -%}
    {%- set query = in_words_of_spark(sql) -%}
    {%- if config.get("contract").enforced -%}
        {% do assert_columns_equivalent(query) %}
        {% call statement("main") %}
            create view {{ relation }} ({{ described_columns() }})
            comment {{ quoted_for_spark(model.description) }}
            as {{ get_select_subquery(query) }}
        {% endcall %}
    {%- else -%}
        {% call statement("main") %}create view {{ relation }} as {{ query }}{% endcall %}
    {%- endif -%}
    {% do hold_checks(relation) %}
    {{ return({"relations": [relation]}) }}
{% endmaterialization %}

{#- In the contract's order, as are the columns of `get_select_subquery`. -#}
{% macro described_columns(with_types=false) -%}
    {%- for column in model.columns.values() %}
    {{ column.name ~ (" " ~ in_words_of_spark(column.data_type) if with_types else "") }}
    comment {{ quoted_for_spark(column.description) }}{{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}
