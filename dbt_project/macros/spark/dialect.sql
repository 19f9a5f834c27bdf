{#-
    Models are written in DuckDB's words. What Spark spells otherwise is turned here, word for word,
    as a statement goes to Spark; what differs by more than a word is dispatched where it is defined.
    Spark's own `concat` is null where a part of it is.
-#}
{% macro in_words_of_spark(sql) -%}
    {%- set words = {
        "varchar": "string",
        "timestamp with time zone": "timestamp",
        " ignore nulls)": ") ignore nulls",
        "regexp_matches(": "regexp_like(",
        "concat(": "concat_ws('', ",
    } -%}
    {%- set turned = namespace(sql=sql) -%}
    {%- for ours, theirs in words.items() -%}
        {%- set turned.sql = turned.sql | replace(ours, theirs) -%}
    {%- endfor -%}
    {{ return(turned.sql) }}
{%- endmacro %}

{#- What a contract is compared with. -#}
{% macro spark__get_empty_schema_sql(columns) -%}
    {{ return(in_words_of_spark(default__get_empty_schema_sql(columns))) }}
{%- endmacro %}

{% macro spark__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
    {{ default__get_test_sql(in_words_of_spark(main_sql), fail_calc, warn_if, error_if, limit) }}
{%- endmacro %}

{% macro quoted_for_spark(text) -%}
    '{{ text | replace("\\", "\\\\") | replace("'", "\\'") }}'
{%- endmacro %}
