{#-
    Marts that Spark has made come back from its Parquet in the place of their query; contract,
    descriptions and checks are those of every build.
-#}
{% macro duckdb__create_table_as(temporary, relation, compiled_code, language="sql") -%}
    {%- set parquet = env_var("VIP_SLA_MARTS_PARQUET", "") -%}
    {%- set files = (parquet ~ "/" ~ relation.identifier ~ "/*.parquet") | replace("'", "''") -%}
    {{ dbt.duckdb__create_table_as(
        temporary,
        relation,
        "select * from read_parquet('" ~ files ~ "')" if parquet else compiled_code,
        language,
        **kwargs
    ) }}
{%- endmacro %}
