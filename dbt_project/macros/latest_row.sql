{#-
    The query for "of several landed rows with one key, the one that holds": the latest
    updated_at, else the later file, else the greater row text; never the order of loading.
    Keys that stand once, nearly all of them, pass untouched.
-#}
{% macro latest_row(relation, key, columns, updated_at="null") -%}
    {%- set keys = ["source"] + ([key] if key is string else key) -%}
    {%- set is_same = [] -%}
    {%- for column in keys -%}
        {%- set _ = is_same.append("landed." ~ column ~ " = repeated_keys." ~ column) -%}
    {%- endfor -%}
    {%- set key_columns = keys | join(", ") -%}
    {%- set all_columns = (["source"] + columns) | join(", ") -%}
    with repeated_keys as (
        select {{ key_columns }}
        from {{ relation }}
        group by {{ key_columns }}
        having count(*) > 1
    ),

    ranked as (
        select
            landed.*,
            row_number() over (
                partition by landed.{{ keys | join(", landed.") }}
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
            on {{ is_same | join(" and ") }}
    )

    select {{ all_columns }}
    from {{ relation }} as landed
    where
        not exists (
            select 1
            from repeated_keys
            where {{ is_same | join(" and ") }}
        )
    union all
    select {{ all_columns }}
    from ranked
    where recency_rank = 1
{%- endmacro %}
