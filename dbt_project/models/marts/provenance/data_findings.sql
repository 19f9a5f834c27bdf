{%- set findings = [
    "finding_account_moved",
    "finding_add_on_on_other_plan",
    "finding_ambiguous_account",
    "finding_call_without_ticket",
    "finding_event_id_on_several_tickets",
    "finding_event_replaced",
    "finding_event_without_ticket",
    "finding_meeting_out_of_order",
    "finding_overlapping_coverage",
    "finding_override_of_unknown_customer",
    "finding_roster_overlap",
    "finding_ticket_without_account",
    "finding_unknown_code",
    "finding_unknown_customer",
    "finding_unknown_roster_agent",
    "finding_unknown_severity",
    "finding_unknown_writer",
    "finding_unreadable_file",
    "finding_waiver_twice",
    "finding_waiver_without_response",
] -%}

{%- for finding in findings %}
    select
        kind,
        source,
        finding_key as key,
        message
    from {{ ref(finding) }}
    {%- if not loop.last %}
        union all
    {%- endif %}
{%- endfor %}
