{#- Percentiles interpolate, and are rounded to whole seconds. -#}
{% macro median(seconds) -%}
    cast(round(percentile_cont(0.5) within group (order by {{ seconds }})) as bigint)
{%- endmacro %}

{#- First day of the local month of the segment that holds an instant. -#}
{% macro local_month(segment) -%}
    cast(date_trunc('month', {{ segment }}.local_date) as date)
{%- endmacro %}
