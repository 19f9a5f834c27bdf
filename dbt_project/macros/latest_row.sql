{#-
    Of several landed rows with one key, the one that holds: the latest updated_at, else the later
    file, else the greater row text; never the order of loading. A key is one column or several.
    Keys that stand once, nearly all of them, pass untouched.
-#}

{#- Two CTEs: `repeated_keys`, and `ranked`, their rows, of which recency_rank 1 holds. -#}
{% macro ranked_rows(relation, key, columns, updated_at) -%}
    {%- set key_columns = ["source"] + ([key] if key is string else key) -%}
    repeated_keys as (
        select {{ key_columns | join(", ") }}
        from {{ relation }}
        group by {{ key_columns | join(", ") }}
        having count(*) > 1
    ),

    ranked as (
        select
            landed.*,
            row_number() over (
                partition by landed.{{ key_columns | join(", landed.") }}
                order by
                    {{ updated_at }} desc nulls last,
                    landed.file_modified_at desc,
                    concat_ws(
                        '|'
    {%- for column in columns %},
                        coalesce(cast(landed.{{ column }} as varchar), '')
    {%- endfor %}
                    ) desc
            ) as recency_rank
        from {{ relation }} as landed
        inner join repeated_keys
            on
                landed.source = repeated_keys.source
    {%- for column in key_columns[1:] %}
                and landed.{{ column }} = repeated_keys.{{ column }}
    {%- endfor %}
    )
{%- endmacro %}

{#- The query for the rows that hold. -#}
{% macro latest_row(relation, key, columns, updated_at="null") -%}
    with {{ ranked_rows(relation, key, columns, updated_at) }}

    {{ holding_rows(relation, key, columns, "repeated_keys", "ranked") }}
{%- endmacro %}

{#- The same of what is there already: relations of repeated keys, in any number of rows each, and
    of these keys' ranked rows. -#}
{% macro holding_rows(relation, key, columns, repeated, ranked) -%}
    {%- set key_columns = ["source"] + ([key] if key is string else key) -%}
    {%- set all_columns = ["source"] + columns -%}
    select landed.{{ all_columns | join(", landed.") }}
    from {{ relation }} as landed
    left join {{ repeated }} as repeated
        on
            landed.source = repeated.source
    {%- for column in key_columns[1:] %}
            and landed.{{ column }} = repeated.{{ column }}
    {%- endfor %}
    where repeated.source is null
    union all
    select {{ all_columns | join(", ") }}
    from {{ ranked }}
    where recency_rank = 1
{%- endmacro %}

{#- The query for how many rows of each file another row replaced. -#}
{% macro replaced_row_counts(relation, key, updated_at="null") -%}
    with {{ ranked_rows(relation, key, ["file_hash"], updated_at) }}

    select
        source,
        file_hash,
        count(*) as replaced_row_count
    from ranked
    where recency_rank > 1
    group by source, file_hash
{%- endmacro %}
