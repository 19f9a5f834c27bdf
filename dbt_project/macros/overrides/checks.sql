-- noqa: disable=LT02
{#-
    A table's checks, asked in one query as soon as it is made. As nodes of their own they cost as
    much again as the models themselves; `dbt test` still has them one by one.
-#}
{% macro hold_checks(relation) %}
    {%- set own = graph.nodes.values() | selectattr("attached_node", "equalto", model.unique_id) %}
    {%- set checks = own | rejectattr("test_metadata.name", "equalto", "relationships") | list %}
    {%- if checks %}
        {%- call statement("checks", fetch_result=true) %}
            {%- for check in checks %}
                {%- set arguments = dict(check.test_metadata.kwargs, model=relation) %}
                select '{{ check.name }}' as name, count(*) as row_count
                from ({{ context["test_" ~ check.test_metadata.name](**arguments) }})
                {{ "union all" if not loop.last }}
            {%- endfor %}
        {%- endcall %}
        {%- set failed = [] -%}
        {%- for name, row_count in load_result("checks").data if row_count %}
            {%- do failed.append("check " ~ name ~ " does not hold for " ~ row_count ~ " rows") -%}
        {%- endfor %}
        {%- if failed %}{% do exceptions.raise_compiler_error(failed | join("; ")) %}{% endif %}
    {%- endif %}
{% endmacro %}
