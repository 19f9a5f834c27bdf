"""§6 to §9: what is published beside the responses, table by table, as dicts with every column."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.reference.completeness import completeness
from tests.reference.contest import contested_responses
from tests.reference.contest_beside import questioned_responses
from tests.reference.figures import compliance_monthly
from tests.reference.responses import View
from tests.reference.service_contacts import contacts_out_of_hours
from tests.reference.service_escalations import escalation
from tests.reference.service_meetings import meetings
from tests.reference.service_months import contacts_monthly, meetings_monthly, service_monthly
from tests.reference.service_silences import silences
from tests.reference.service_team import team_hours, team_monthly
from tests.reference.service_tickets import tickets_of
from tests.reference.service_updates import late_updates, update_gaps, updates_monthly
from tests.reference.service_wall import by_the_wall_monthly
from tests.reference.terms import Policy
from tests.reference.ticket_states import replaced_statuses, ticket_states
from tests.reference.workspace import read_workspace

Row = dict[str, Any]
# What tells the rows of a table apart.
KEYS: dict[str, tuple[str, ...]] = {
    "fct_escalations": ("source", "ticket_id"),
    "fct_meetings": ("meeting_id",),
    "fct_contacts_out_of_hours": ("source", "ticket_id", "event_id"),
    "fct_silences": ("source", "ticket_id", "began_month", "is_covered", "is_running"),
    "fct_late_updates": ("source", "ticket_id", "started_by_event_id"),
    "updates_monthly": ("customer_id", "month", "severity", "target_seconds"),
    "by_the_wall_monthly": ("customer_id", "month", "severity", "sentence_seconds"),
    "service_monthly": ("customer_id", "month"),
    "contacts_out_of_hours_monthly": ("customer_id", "month", "channel"),
    "meetings_monthly": ("customer_id", "month", "kind"),
    "team_monthly": ("source", "agent_id", "customer_id", "month"),
    "compliance_monthly": ("customer_id", "opened_month", "severity", "metric"),
    "contested_responses": ("response_id", "reason"),
    "completeness": ("source", "created_month"),
    "team_hours": ("source", "agent_id", "customer_id", "month", "weekday", "local_hour"),
    "fct_tickets": ("source", "ticket_id"),
    "fct_ticket_events": ("source", "ticket_id", "event_id"),
}
# What is compared of tables of which the reference tells a part.
PARTS = {
    "fct_tickets": "select source, ticket_id, status, resolved_at, reopened_count, "
    "first_message_at, last_message_at from fct_tickets",
    "fct_ticket_events": "select source, ticket_id, event_id, previous_value "
    "from fct_ticket_events where kind = 'status'",
}
# The names that all tables share, beside those that a table has of its own.
COMMON_NAMES: dict[str, dict[str, str]] = {
    "fct_responses": {"month": "opened_month", "agent_id": "responder_id"},
    "fct_escalations": {"month": "escalated_month", "agent_id": "closed_by_agent_id"},
    "fct_contacts_out_of_hours": {"month": "arrived_month", "agent_id": "answered_by_agent_id"},
    "fct_late_updates": {"month": "began_month", "agent_id": "started_by_agent_id"},
    "fct_silences": {"month": "began_month"},
    "fct_meetings": {"month": "scheduled_month"},
    "compliance_monthly": {"month": "opened_month"},
    "contested_responses": {"month": "opened_month"},
    "completeness": {"month": "created_month"},
}


def with_common_names(table: str, rows: list[Row]) -> list[Row]:
    """The rows of a table, each value under its common name too."""
    names = COMMON_NAMES.get(table, {})
    return [row | {name: row[own] for name, own in names.items()} for row in rows]


def reference_service(
    workspace_dir: Path, as_of: datetime, reading: str, responses: list[Row]
) -> dict[str, list[Row]]:
    """The rows of every table of §6 to §9; `responses` are the reference's of the same run."""
    exports, written, kept = read_workspace(workspace_dir)
    policy = Policy(written, reading)
    seen_at = as_of.astimezone(UTC).replace(microsecond=0)
    views = [View(export, policy, kept, seen_at) for export in exports]
    told = [
        it
        for view, export in zip(views, exports, strict=True)
        for it in tickets_of(view, export.events)
    ]
    facts: dict[str, list[Row]] = {
        "fct_escalations": [row for it in told if (row := escalation(it))],
        "fct_meetings": list(meetings(views[0])),
        "fct_contacts_out_of_hours": [row for it in told for row in contacts_out_of_hours(it)],
        "fct_silences": [row for it in told for row in silences(it)],
    }
    gaps = [row for it in told for row in update_gaps(it)]
    with_responses = facts | {"fct_responses": responses}
    both = list(zip(views, exports, strict=True))
    contested = [row for view, export in both for row in contested_responses(view, export)]
    told_of = facts | {
        "compliance_monthly": compliance_monthly(responses, contested),
        "contested_responses": [
            *contested,
            *questioned_responses(policy, responses, told, gaps),
        ],
        "completeness": [
            row for view, export in both for row in completeness(view, export, responses)
        ],
        "fct_late_updates": late_updates(gaps),
        "updates_monthly": updates_monthly(gaps),
        "by_the_wall_monthly": by_the_wall_monthly(policy, responses),
        "service_monthly": service_monthly(views[0], with_responses, told),
        "contacts_out_of_hours_monthly": contacts_monthly(facts),
        "meetings_monthly": meetings_monthly(facts),
        "team_monthly": team_monthly(responses),
        "team_hours": team_hours(told),
        "fct_tickets": [row for view, export in both for row in ticket_states(view, export)],
        "fct_ticket_events": [
            row for view, export in both for row in replaced_statuses(view, export)
        ],
    }
    return {table: with_common_names(table, rows) for table, rows in told_of.items()}
