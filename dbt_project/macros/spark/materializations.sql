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
            create table {{ relation }} (
                {{ described_columns(with_types=true) }}{{ ", partition_month date" if is_by_month() }}
            )
            using parquet {{ "partitioned by (partition_month)" if is_by_month() }}
            comment {{ quoted_for_spark(model.description) }}
        {% endcall %}
        {% call statement("main") %}
            insert into {{ relation }}
            {{ in_month_files(query) if is_by_month() else get_select_subquery(query) }}
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

{#- A file for each month, several where it is large: that is what `rebalance` sees to. -#}
{% macro in_month_files(query) -%}
    select * from (
        select /*+ rebalance(partition_month) */ *
        from (select *, {{ partition_month() }} as partition_month from ({{ get_select_subquery(query) }}))
    )
    sort by {{ (["partition_month"] + ticket_columns()) | join(", ") }}
{%- endmacro %}

{#- In the contract's order, as are the columns of `get_select_subquery`. -#}
{% macro described_columns(with_types=false) -%}
    {%- for column in model.columns.values() %}
    {{ column.name ~ (" " ~ in_words_of_spark(column.data_type) if with_types else "") }}
    comment {{ quoted_for_spark(column.description) }}{{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}
