{#- How a model asks which version of the policy holds for a customer at an instant. -#}
{% macro holds_version(version, policy_owner, instant) -%}
    {{ version }}.policy_owner = {{ policy_owner }}
    and {{ instant }} >= coalesce({{ version }}.started_at, {{ instant }})
    and ({{ version }}.ended_at is null or {{ instant }} < {{ version }}.ended_at)
{%- endmacro %}
