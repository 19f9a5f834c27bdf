-- Rows, not constraints: for each of those DuckDB keeps an index, and nobody writes to this file.
select
    table_name,
    key_kind,
    column_names,
    referenced_table
from (
    values
    {% for table, kind, columns, other in (published_keys() if execute else []) %}
        (
            '{{ table }}', '{{ kind }}', '{{ columns }}',
            {{ "'" ~ other ~ "'" if other else "null" }}
        ){{ "," if not loop.last }}
    {% else %}
        (null, null, null, null)
    {% endfor %}
) as told (table_name, key_kind, column_names, referenced_table) -- noqa: AL05
