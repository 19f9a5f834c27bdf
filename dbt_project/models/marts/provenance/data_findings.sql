{%- set findings = [
    "finding_account_moved",
    "finding_add_on_on_other_plan",
    "finding_ambiguous_account",
    "finding_call_without_ticket",
    "finding_chat_without_lines",
    "finding_conversation_under_two_ids",
    "finding_cut_grid",
    "finding_doubtful_file",
    "finding_event_id_on_several_tickets",
    "finding_event_replaced",
    "finding_event_without_ticket",
    "finding_incomplete_month",
    "finding_last_minute_closed",
    "finding_meeting_out_of_order",
    "finding_message_after_deletion",
    "finding_message_on_two_tickets",
    "finding_messages_at_one_moment",
    "finding_nobody_present",
    "finding_overlapping_coverage",
    "finding_override_of_unknown_customer",
    "finding_roster_overlap",
    "finding_sla_log_of_other_tickets",
    "finding_source_in_doubt",
    "finding_staff_as_customer",
    "finding_ticket_without_account",
    "finding_tickets_without_messages",
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
        message,
        -- such a source makes every figure doubtful, not only its own tickets
        kind in ('source_without_replies', 'source_without_targets') as is_about_all_figures
    from {{ ref(finding) }}
    {%- if not loop.last %}
        union all
    {%- endif %}
{%- endfor %}
