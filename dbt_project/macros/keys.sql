-- noqa: disable=LT02
{#-
    The keys of published tables, as rows: (table, kind, columns, table that is led to). A primary key is
    what `unique_key` or `unique` checks; a foreign key is every other table's columns of that name.
-#}
{% macro published_keys() %}
{% set referenced = [
    "dim_customers", "dim_agents", "dim_severities", "dim_calendars", "dim_policy_versions",
    "dim_months", "fct_tickets", "fct_responses",
] %}
{% set primary = {} %}
{% for test in graph.nodes.values() if test.resource_type == "test" and test.attached_node %}
    {% set table = graph.nodes[test.attached_node] %}
    {% if table.config.materialized == "table" and "marts" in table.fqn and test.test_metadata %}
        {% if test.test_metadata.name == "unique_key" %}
            {% do primary.update({table.name: test.test_metadata.kwargs.columns}) %}
        {% elif test.test_metadata.name == "unique" %}
            {% do primary.update({table.name: [test.column_name]}) %}
        {% endif %}
    {% endif %}
{% endfor %}
{% set rows = [] %}
{% for table in graph.nodes.values() if table.resource_type == "model" and "marts" in table.fqn %}
    {% if table.name in primary %}
        {% do rows.append((table.name, "primary", primary[table.name] | join(", "), none)) %}
    {% endif %}
    {% for other in referenced if other in primary and other != table.name %}
        {% if primary[other] | reject("in", table.columns) | list | length == 0 %}
            {% do rows.append((table.name, "foreign", primary[other] | join(", "), other)) %}
        {% endif %}
    {% endfor %}
{% endfor %}
{% do return(rows | sort) %}
{% endmacro %}
