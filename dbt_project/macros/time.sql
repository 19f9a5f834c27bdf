{#-
    What a run brings, marked so that what was said for another run can be said for this one
    (pipeline/running/plan.py); and what engines spell differently about time.
-#}

{% macro as_of() -%}
    cast('{{ env_var("VIP_SLA_AS_OF") }}' /* VIP_SLA_AS_OF */ as {{ var("instant") }})
{%- endmacro %}

{% macro reading() -%}
    '{{ env_var("VIP_SLA_READING", "default") }}' /* VIP_SLA_READING */
{%- endmacro %}

{#- Whole seconds from one instant to another. -#}
{% macro seconds_between(started_at, ended_at) -%}
    {{ return(adapter.dispatch("seconds_between", "vip_sla")(started_at, ended_at)) }}
{%- endmacro %}

{#- Of instants date_diff asks a calendar, which takes twenty times as long. -#}
{% macro default__seconds_between(started_at, ended_at) -%}
    cast(
        floor(extract(epoch from {{ ended_at }})) - floor(extract(epoch from {{ started_at }}))
        as bigint
    )
{%- endmacro %}

{% macro spark__seconds_between(started_at, ended_at) -%}
    (unix_timestamp({{ ended_at }}) - unix_timestamp({{ started_at }}))
{%- endmacro %}

{#- Whether two things are one action: what follows comes within a minute. -#}
{% macro is_within_a_minute(started_at, ended_at) -%}
    {{ seconds_between(started_at, ended_at) }} <= 60
{%- endmacro %}

{% macro add_seconds(instant, seconds) -%}
    {{ return(adapter.dispatch("add_seconds", "vip_sla")(instant, seconds)) }}
{%- endmacro %}

{% macro default__add_seconds(instant, seconds) -%}
    ({{ instant }} + to_seconds({{ seconds }}))
{%- endmacro %}

{% macro spark__add_seconds(instant, seconds) -%}
    ({{ instant }} + make_dt_interval(0, 0, 0, {{ seconds }}))
{%- endmacro %}

{#- The day in UTC that holds an instant. -#}
{% macro utc_date(instant) -%}
    {{ return(adapter.dispatch("utc_date", "vip_sla")(instant)) }}
{%- endmacro %}

{#- A cast of the instant itself asks a calendar, too. -#}
{% macro default__utc_date(instant) -%}
    (date '1970-01-01' + cast(floor(extract(epoch from {{ instant }}) / 86400) as integer))
{%- endmacro %}

{% macro spark__utc_date(instant) -%}
    cast({{ instant }} as date)
{%- endmacro %}

{#- Day of the week, 1 (Monday) to 7 (Sunday). -#}
{% macro weekday(day) -%}
    {{ return(adapter.dispatch("weekday", "vip_sla")(day)) }}
{%- endmacro %}

{% macro default__weekday(day) -%}
    cast(isodow({{ day }}) as integer)
{%- endmacro %}

{% macro spark__weekday(day) -%}
    (weekday({{ day }}) + 1)
{%- endmacro %}

{#- The zone in which the session casts instants to dates and texts. -#}
{% macro session_time_zone() -%}
    {{ return(adapter.dispatch("session_time_zone", "vip_sla")()) }}
{%- endmacro %}

{% macro default__session_time_zone() -%}
    current_setting('TimeZone')
{%- endmacro %}

{% macro spark__session_time_zone() -%}
    current_timezone()
{%- endmacro %}

{#- An instant written out, in UTC: 2026-09-01 12:00:00+00. -#}
{% macro written_instant(instant) -%}
    {{ return(adapter.dispatch("written_instant", "vip_sla")(instant)) }}
{%- endmacro %}

{% macro default__written_instant(instant) -%}
    cast({{ instant }} as varchar)
{%- endmacro %}

{% macro spark__written_instant(instant) -%}
    (cast({{ instant }} as varchar) || '+00')
{%- endmacro %}
