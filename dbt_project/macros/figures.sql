{#- The least observed value within which that share of the values lies: nearest rank. -#}
{% macro percentile(share, seconds) -%}
    cast(percentile_disc({{ share }}) within group (order by {{ seconds }}) as bigint)
{%- endmacro %}

{% macro median(seconds) -%}
    {{ percentile(0.5, seconds) }}
{%- endmacro %}

{#- "90 % within", which fewer than ten values cannot tell. -#}
{% macro ninety_percent_within(seconds) -%}
    case when count({{ seconds }}) >= 10 then {{ percentile(0.9, seconds) }} end
{%- endmacro %}

{#- First day of the local month of the segment that holds an instant. -#}
{% macro local_month(segment) -%}
    cast(date_trunc('month', {{ segment }}.local_date) as date)
{%- endmacro %}
