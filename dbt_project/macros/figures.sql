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

{#-
    The least value within which that share of all rows is closed. A row that has no such value
    but another one, `owed`, is not closed, and never makes the time shorter. Null where so many
    are not closed.
-#}
{% macro closed_within(share, closed_seconds, owed) -%}
    nullif(
        {{ percentile(share, "coalesce(" ~ closed_seconds ~ ", " ~ never(owed) ~ ")") }},
        {{ longest_time() }}
    )
{%- endmacro %}

{% macro never(owed) -%}
    case when {{ owed }} is not null then {{ longest_time() }} end
{%- endmacro %}

{% macro longest_time() -%}
    9223372036854775807
{%- endmacro %}

{#- Of the rows whose value is the greatest, the earliest instant; null where none has a value. -#}
{% macro earliest_of_greatest(instant, value) -%}
    {{ return(adapter.dispatch("earliest_of_greatest", "vip_sla")(instant, value)) }}
{%- endmacro %}

{% macro default__earliest_of_greatest(instant, value) -%}
    first(
        {{ instant }} order by {{ value }} desc, {{ instant }} asc
    ) filter (where {{ value }} is not null)
{%- endmacro %}

{% macro spark__earliest_of_greatest(instant, value) -%}
    min_by({{ instant }}, struct(-{{ value }}, {{ instant }})) filter (where {{ value }} is not null)
{%- endmacro %}

{#- Counts of a relation that may have no row: of nothing there are none. -#}
{% macro or_zero(relation, names) -%}
    {%- for name in names %}
    coalesce({{ relation }}.{{ name }}, 0) as {{ name }},
    {%- endfor %}
{%- endmacro %}

{#- First day of the local month of the segment that holds an instant. -#}
{% macro local_month(segment) -%}
    cast(date_trunc('month', {{ segment }}.local_date) as date)
{%- endmacro %}

{#-
    The ends of the 95 % Wilson score interval of a share, as pipeline.statistics.shares has them;
    null where there is no case.
-#}
{% macro wilson_low(part, whole) -%}
    case
        when {{ part }} = 0 and {{ whole }} > 0 then 0e0
        when {{ whole }} > 0
            then greatest(0e0, {{ wilson_centre(part, whole) }} - {{ wilson_half(part, whole) }})
    end
{%- endmacro %}

{% macro wilson_high(part, whole) -%}
    case
        when {{ part }} = {{ whole }} and {{ whole }} > 0 then 1e0
        when {{ whole }} > 0
            then least(1e0, {{ wilson_centre(part, whole) }} + {{ wilson_half(part, whole) }})
    end
{%- endmacro %}

{#- The standard normal quantile that leaves 2.5 % on either side. -#}
{% macro z_95() -%}
    1.959963984540054e0
{%- endmacro %}

{% macro wilson_weight(whole) -%}
    (1 + {{ z_95() }} * {{ z_95() }} / {{ whole }})
{%- endmacro %}

{% macro wilson_centre(part, whole) -%}
    (({{ part }} / {{ whole }} + {{ z_95() }} * {{ z_95() }} / (2 * {{ whole }}))
    / {{ wilson_weight(whole) }})
{%- endmacro %}

{% macro wilson_half(part, whole) -%}
    ({{ z_95() }} / {{ wilson_weight(whole) }} * sqrt(
        {{ part }} / {{ whole }} * (1 - {{ part }} / {{ whole }}) / {{ whole }}
        + {{ z_95() }} * {{ z_95() }} / (4 * {{ whole }} * {{ whole }})
    ))
{%- endmacro %}
