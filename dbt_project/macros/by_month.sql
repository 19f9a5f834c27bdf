-- noqa: disable=LT02
{#-
    What Spark makes of a fact lies in a folder for each month. Its readers see that month as a
    column more, `partition_month`; the files themselves have the contract's columns in its order.
    A model's `meta` says by which column (dbt_project.yml); rows without it have a folder, too.
-#}
{% macro is_by_month() -%}
    {{ return("by_month" in config.get("meta", {})) }}
{%- endmacro %}

{% macro partition_month() -%}
    cast(date_trunc('month', {{ config.get("meta").by_month }}) as date)
{%- endmacro %}

{#- The order of a fact: whoever asks for one ticket reads a part of it and not all. -#}
{% macro ticket_columns() -%}
    {%- set names = ["source", "ticket_id"] if "ticket_id" in model.columns else ["response_id"] -%}
    {{ return(names if names[0] in model.columns else []) }}
{%- endmacro %}

{#- The first month that a snapshot has of this fact, if older ones stay where Spark made them. -#}
{% macro facts_since() -%}
    {{ return(env_var("VIP_SLA_FACTS_SINCE", "") if is_by_month() else "") }}
{%- endmacro %}

{#- What Spark has made of a model, as a query of DuckDB: what is for the snapshot, or the rest. -#}
{% macro made_by_spark(is_for_snapshot=true) -%}
    {%- set months = "/*" if is_by_month() else "" -%}
    {%- set files = env_var("VIP_SLA_MARTS_PARQUET") ~ "/" ~ model.name ~ months ~ "/*.parquet" -%}
    {%- set quoted = "'" ~ files | replace("'", "''") ~ "'" -%}
    {%- if not months -%}
        select * from read_parquet({{ quoted }})
    {%- elif execute and run_query("select 1 from glob(" ~ quoted ~ ") limit 1") | length == 0 -%}
        select * from ({{ get_empty_schema_sql(model.columns) }}) where false
    {%- else -%}
        select * exclude (partition_month)
        from read_parquet(
            {{ quoted }}, hive_partitioning = true, hive_types = {'partition_month': date}
        )
        {%- if facts_since() and is_for_snapshot %}
        where partition_month is null or partition_month >= date '{{ facts_since() }}'
        {%- elif facts_since() %}
        where partition_month < date '{{ facts_since() }}'
        {%- endif %}
        {%- if is_for_snapshot and ticket_columns() %}
        order by {{ ticket_columns() | join(", ") }}
        {%- endif %}
    {%- endif %}
{%- endmacro %}

{#- A view of all of a fact, whose newest months are a table. -#}
{% macro create_view_of_months(relation) -%}
    {%- set recent = api.Relation.create(relation.database, "recent", relation.identifier) -%}
    {% call statement("schema") %}create schema if not exists {{ recent.without_identifier() }}{% endcall %}
    {% call statement("recent") %}{{ create_table_as(false, recent, compiled_code) }}{% endcall %}
    {%- set all_months = "select * from " ~ recent ~ " union all " ~ made_by_spark(false) -%}
    {% call statement("main") %}{{ get_create_view_as_sql(relation, all_months) }}{% endcall %}
{%- endmacro %}
