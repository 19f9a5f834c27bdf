{#- Whose terms hold, and which of them at an instant. -#}

{#- The owner of a row's terms, by its row of `int_policy_owners`; everybody else shares `*`. -#}
{% macro owner_of_terms(owners) -%}
    coalesce({{ owners }}.policy_owner, '*')
{%- endmacro %}

{#- Whether a row with started_at and ended_at holds at an instant; null has no such end. -#}
{% macro is_in_force(row, instant) -%}
    {{ instant }} >= coalesce({{ row }}.started_at, {{ instant }})
    and ({{ row }}.ended_at is null or {{ instant }} < {{ row }}.ended_at)
{%- endmacro %}

{#- Which version of the policy holds for an owner at an instant. -#}
{% macro holds_version(version, policy_owner, instant) -%}
    {{ version }}.policy_owner = {{ policy_owner }}
    and {{ is_in_force(version, instant) }}
{%- endmacro %}

{#-
    Joins `covered`: its customer_id is null unless the add-on covers the customer on the local day
    of an instant, in the default calendar's zone.
-#}
{% macro join_covered_day(customer_id, instant) -%}
    cross join {{ ref("stg_policy__settings") }} as coverage_settings
    left join {{ ref("stg_policy__calendar_segments") }} as coverage_at
        on {{ holds_instant("coverage_at", "coverage_settings.default_calendar_id", instant) }}
    left join {{ ref("int_covered_days") }} as covered
        on
            {{ customer_id }} = covered.customer_id
            and coverage_at.local_date = covered.local_date
{%- endmacro %}
