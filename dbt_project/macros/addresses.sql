{#- Addresses of tickets in their help desk. -#}

{#-
    A pattern of vip-sla.yml with a ticket's id and number in place of `{id}` and `{code}`; null
    without a pattern, and where it asks for a number and the ticket has none.
-#}
{% macro ticket_url(pattern, ticket_id, code) -%}
    case
        when {{ pattern }} like '%{code}%'
            then replace(
                replace({{ pattern }}, '{id}', {{ url_quoted(ticket_id) }}),
                '{code}',
                {{ url_quoted(code) }}
            )
        else replace({{ pattern }}, '{id}', {{ url_quoted(ticket_id) }})
    end
{%- endmacro %}

{#- A text as part of an address: all but letters, digits and `-._~` percent-encoded. -#}
{% macro url_quoted(text) -%}
    {{ return(adapter.dispatch("url_quoted", "vip_sla")(text)) }}
{%- endmacro %}

{% macro default__url_quoted(text) -%}
    url_encode({{ text }})
{%- endmacro %}

{#- Spark encodes as forms do, which differs in these three. -#}
{% macro spark__url_quoted(text) -%}
    replace(replace(replace(url_encode({{ text }}), '+', '%20'), '*', '%2A'), '%7E', '~')
{%- endmacro %}
