"""What a ticket is at `as_of`, and what a status replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from tests.reference.records import Event, Export
from tests.reference.responses import View
from tests.reference.walk import Step, steps

Row = dict[str, Any]


def ticket_states(view: View, export: Export) -> Iterator[Row]:
    """A row for every ticket that was exported."""
    events = _by_ticket(view, export)
    for ticket in export.tickets:
        walked = steps(events[ticket.ticket_id], view.bots)
        said = [
            it.event.occurred_at for it in walked if it.is_customer_message or it.is_human_reply
        ]
        status, resolved_at, reopened_count = _status(walked)
        is_of_now = ticket.updated_at is None or ticket.updated_at <= view.as_of
        if status is None and is_of_now:
            status = ticket.status
        yield {
            "source": view.source.name,
            "ticket_id": ticket.ticket_id,
            "status": status,
            "resolved_at": resolved_at,
            "reopened_count": reopened_count,
            "first_message_at": min(said, default=None),
            "last_message_at": max(said, default=None),
        }


def replaced_statuses(view: View, export: Export) -> Iterator[Row]:
    """A row for every status event: what it replaced, as exported, else as it was."""
    for ticket_id, events in _by_ticket(view, export).items():
        status: str | None = None
        for step in steps(events, view.bots):
            if step.event.kind != "status":
                continue
            yield {
                "source": view.source.name,
                "ticket_id": ticket_id,
                "event_id": step.event.event_id,
                "previous_value": step.event.previous_value or status,
            }
            status = step.event.value or status


def _by_ticket(view: View, export: Export) -> dict[str, list[Event]]:
    events: dict[str, list[Event]] = defaultdict(list)
    for event in export.events:
        if event.occurred_at <= view.as_of:
            events[event.ticket_id].append(event)
    return events


def _status(walked: list[Step]) -> tuple[str | None, object, int]:
    """The status in the end, since when it is `resolved`, and how often that was undone."""
    status, resolved_at, reopened_count = None, None, 0
    for step in walked:
        if not step.is_status_change:
            continue
        if status == "resolved":
            resolved_at = None
            reopened_count += step.event.value != "deleted"
        status = step.event.value
        if status == "resolved":
            resolved_at = step.event.occurred_at
    return status, resolved_at, reopened_count
