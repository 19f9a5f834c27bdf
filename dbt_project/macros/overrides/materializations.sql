{#-
    A build's files are new, so nothing is there to be replaced: no name for the meantime, no copy
    of what was, nothing dropped. dbt's own ways cost three more statements a model.
-#}
{% materialization table, adapter="duckdb" %}
    {%- if facts_since() -%}
        {%- set relation = this.incorporate(type="view") -%}
        {%- do create_view_of_months(relation) -%}
    {%- else -%}
        {%- set relation = this.incorporate(type="table") -%}
        {% call statement("main") %}{{ create_table_as(false, relation, compiled_code) }}{% endcall %}
    {%- endif -%}
    {{ return(described_and_committed(relation)) }}
{% endmaterialization %}

{% materialization view, adapter="duckdb" %}
    {%- set relation = this.incorporate(type="view") -%}
    {% call statement("main") %}{{ get_create_view_as_sql(relation, sql) }}{% endcall %}
    {{ return(described_and_committed(relation)) }}
{% endmaterialization %}

{% macro described_and_committed(relation) %}
    {% do persist_docs(relation, model) %}
    {% do hold_checks(relation) %}
    {% do adapter.commit() %}
    {{ return({"relations": [relation]}) }}
{% endmacro %}

{#- The contract has seen to it that the columns described are those there are. -#}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) %}
    {% if config.persist_relation_docs() %}
        {% call statement("comments") %}{{ comments(relation, model) }}{% endcall %}
    {% endif %}
{% endmacro %}

{% macro comments(relation, model) %}
    {{ alter_relation_comment(relation, model.description) }}
    {% for column in model.columns.values() %}
    comment on column {{ relation }}.{{ column.name }} is {{ duckdb_escape_comment(column.description) }};
    {% endfor %}
{% endmacro %}
