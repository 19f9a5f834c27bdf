{#-
    The query for what held of a key from when until when, as its exported versions tell: from
    the first export back as first exported; else from the later version's own time of change,
    where that says something new, or else from its file's modification time. valid_from is null
    for ever since, valid_until for ever; half-open. An empty value tells nothing.

    `versions` has the columns source, `key`, `value`, updated_at and file_hash.
-#}
{% macro periods_of(versions, entity, key, value) -%}
    {%- set instant = var("instant") -%}
    with versions as (
        select * from {{ versions }}
    ),

    keys as (
        select
            source,
            {{ key }},
            max({{ value }}) as last_value,
            coalesce(min({{ value }}) != max({{ value }}), false) as is_changing
        from versions
        group by source, {{ key }}
    ),

    -- A content that came again tells again; of several rows in one file the greatest holds.
    told as (
        select
            versions.source,
            versions.{{ key }},
            versions.updated_at,
            sightings.file_modified_at,
            max_by(versions.{{ value }}, concat(versions.{{ value }}, '|')) as {{ value }}
        from versions
        inner join keys
            on versions.source = keys.source and versions.{{ key }} = keys.{{ key }}
        inner join {{ source("landing", "load_sightings") }} as sightings
            on versions.source = sightings.source and versions.file_hash = sightings.file_hash
        where
            keys.is_changing
            and versions.{{ value }} is not null
            and sightings.entity = '{{ entity }}'
        group by
            versions.source, versions.{{ key }}, versions.updated_at, sightings.file_modified_at
    ),

    compared as (
        select
            *,
            row_number() over version_order as version_number,
            lag({{ value }}) over version_order as previous_value,
            lag(updated_at) over version_order as previous_updated_at
        from told
        window version_order as (
            partition by source, {{ key }}
            order by updated_at asc nulls first, file_modified_at asc
        )
    ),

    changes as (
        select
            source,
            {{ key }},
            {{ value }},
            version_number,
            case
                when previous_value is null then null
                when updated_at > previous_updated_at then updated_at
                when previous_updated_at is null then coalesce(updated_at, file_modified_at)
                else file_modified_at
            end as valid_from
        from compared
        where previous_value is null or previous_value != {{ value }}
    ),

    bounded as (
        select
            *,
            min(valid_from) over (
                partition by source, {{ key }}
                order by version_number
                rows between 1 following and unbounded following
            ) as valid_until
        from changes
    )

    select
        source,
        {{ key }},
        last_value as {{ value }},
        cast(null as {{ instant }}) as valid_from,
        cast(null as {{ instant }}) as valid_until
    from keys
    where not is_changing
    union all
    select
        source,
        {{ key }},
        {{ value }},
        valid_from,
        valid_until
    from bounded
    -- What a later row says to have changed earlier never held.
    where valid_from is null or valid_until is null or valid_from < valid_until
{%- endmacro %}

{#- Whether a row with valid_from and valid_until holds at an instant. -#}
{% macro holds_at(relation, instant) -%}
    {{ instant }} >= coalesce({{ relation }}.valid_from, {{ instant }})
    and ({{ relation }}.valid_until is null or {{ instant }} < {{ relation }}.valid_until)
{%- endmacro %}

{#- An instant as findings tell it: 2026-09-01 12:00 UTC. -#}
{% macro told_instant(instant) -%}
    concat(left(cast({{ instant }} as varchar), 16), ' UTC')
{%- endmacro %}

{#- A month as findings tell it: March 2026. -#}
{% macro told_month(month) -%}
    concat(
        split_part(
            'January February March April May June July August September October November December',
            ' ',
            cast(extract(month from {{ month }}) as integer)
        ),
        ' ',
        cast(extract(year from {{ month }}) as varchar)
    )
{%- endmacro %}
