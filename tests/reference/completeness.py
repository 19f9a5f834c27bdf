"""§9: is it all there? "One row per source and month (of the ticket's creation)"."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from tests.reference.records import Event, Export, Ticket
from tests.reference.responses import View
from tests.reference.walk import Step, steps

Row = dict[str, Any]
ODD_TICKETS = ("ticket_without_customer_message", "answered_ticket_without_reply")
ODD_RESPONSES = ("unclassified_response", "before_policy_response")
COUNTS = (
    "ticket_count",
    *(f"{odd}_count" for odd in ODD_TICKETS),
    *("event_count", "event_without_ticket_count", "replaced_event_count", "response_count"),
    *(f"{odd}_count" for odd in ODD_RESPONSES),
)


def completeness(view: View, export: Export, responses: list[Row]) -> list[Row]:
    """The rows of one source; `responses` are the reference's of the same run."""
    events: dict[str, list[Event]] = defaultdict(list)
    for event in export.events:
        if event.occurred_at <= view.as_of:
            events[event.ticket_id].append(event)
    replaced: dict[str, list[Event]] = defaultdict(list)
    for event in export.replaced:
        if event.occurred_at <= view.as_of:
            replaced[event.ticket_id].append(event)
    owed: dict[str, list[Row]] = defaultdict(list)
    for response in responses:
        if response["source"] == view.source.name:
            owed[response["ticket_id"]].append(response)
    months: dict[date, Row] = {}
    for ticket_id in sorted(view.tickets.keys() | events.keys() | replaced.keys()):
        ticket, walked = view.tickets.get(ticket_id), steps(events[ticket_id], view.bots)
        lost = replaced[ticket_id]
        created_at = _created_at(ticket, walked, lost) or view.as_of
        # what was created after `as_of`, and of which nothing is known, does not exist
        if not walked and not lost and created_at > view.as_of:
            continue
        first = view.policy.default_calendar.local_day(created_at).replace(day=1)
        row = months.setdefault(first, dict.fromkeys(COUNTS, 0))
        mine = owed[ticket_id]
        row["event_count"] += len(walked)
        row["replaced_event_count"] += len(lost)
        row["response_count"] += len(mine)
        row["unclassified_response_count"] += sum(it["severity"] == 0 for it in mine)
        row["before_policy_response_count"] += sum(it["policy_version"] is None for it in mine)
        if ticket is None:  # "events without a ticket"
            row["event_without_ticket_count"] += len(walked)
            continue
        row["ticket_count"] += 1
        # "tickets without any customer message"
        row["ticket_without_customer_message_count"] += not any(
            step.is_customer_message for step in walked
        )
        # "tickets whose status says answered but that hold no message of a person"
        row["answered_ticket_without_reply_count"] += _says_answered(
            ticket, walked, view.as_of
        ) and not any(step.is_human_reply for step in walked)
    return [
        {"source": view.source.name, "created_month": first, **row, **_shares(row)}
        for first, row in months.items()
    ]


def _created_at(ticket: Ticket | None, walked: list[Step], lost: list[Event]) -> datetime | None:
    """Of a ticket that does not tell, since its oldest event."""
    if ticket and ticket.created_at:
        return ticket.created_at
    if walked:
        return walked[0].event.occurred_at
    if lost:
        return min(event.occurred_at for event in lost)
    return ticket.updated_at if ticket else None


def _says_answered(ticket: Ticket, walked: list[Step], as_of: datetime) -> bool:
    """The exported status, unless the row is of later than `as_of`; else the last status event."""
    status = ticket.status
    if status is None or (ticket.updated_at and ticket.updated_at > as_of):
        said = [step.event.value for step in walked if step.event.kind == "status"]
        status = said[-1] if said else None
    return status in ("waiting_customer", "resolved")


def _shares(row: Row) -> Row:
    """ "each with the number and its share"."""
    wholes = {
        **dict.fromkeys(ODD_TICKETS, row["ticket_count"]),
        "event_without_ticket": row["event_count"],
        "replaced_event": row["event_count"] + row["replaced_event_count"],
        **dict.fromkeys(ODD_RESPONSES, row["response_count"]),
    }
    return {
        f"{odd}_share": row[f"{odd}_count"] / whole if whole else None
        for odd, whole in wholes.items()
    }
