{#-
    How a model asks a calendar about an instant: join `landing.policy_calendar_segments` by
    `holds_instant`, a hash join on (calendar_id, utc_date); exactly one segment holds an instant.
-#}
{% macro holds_instant(segment, calendar_id, instant) -%}
    {{ segment }}.calendar_id = {{ calendar_id }}
    and {{ segment }}.utc_date = {{ utc_date(instant) }}
    and {{ segment }}.started_at <= {{ instant }}
    and {{ segment }}.ended_at > {{ instant }}
{%- endmacro %}

{#- Open seconds that the calendar has counted up to an instant held by the segment. -#}
{% macro open_seconds_at(segment, instant) -%}
    (
        {{ segment }}.open_seconds_before
        + case
            when {{ segment }}.is_open then {{ seconds_between(segment ~ ".started_at", instant) }}
            else 0
        end
    )
{%- endmacro %}

{#- The wall clock's counter: all seconds since its start, which lies before any event. -#}
{% macro wall_start() -%}
    cast('2000-01-01 00:00:00+00' as {{ var("instant") }})
{%- endmacro %}

{% macro wall_count(instant) -%}
    {{ seconds_between(wall_start(), instant) }}
{%- endmacro %}
