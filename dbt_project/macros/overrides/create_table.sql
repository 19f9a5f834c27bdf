{#-
    Marts that Spark has made come back from its Parquet in the place of their query; contract,
    descriptions and checks are those of every build.
-#}
{% macro duckdb__create_table_as(temporary, relation, compiled_code, language="sql") -%}
    {{ dbt.duckdb__create_table_as(
        temporary,
        relation,
        made_by_spark() if env_var("VIP_SLA_MARTS_PARQUET", "") else compiled_code,
        language,
        **kwargs
    ) }}
{%- endmacro %}
