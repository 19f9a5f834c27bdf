"""§7: contacts outside opening hours, and calls that nobody picked up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from tests.reference.hours import Calendar
from tests.reference.records import Event
from tests.reference.service_tickets import Told, month, wall
from tests.reference.walk import DELETION, REPLY, Owed

Row = dict[str, Any]
PHONE_CHANNELS = ("call", "phone", "voicemail")
PICKED_UP = timedelta(seconds=60)


def contacts_out_of_hours(told: Told) -> Iterator[Row]:
    """§7: "Contacts outside opening hours, by channel"."""
    for place, step in enumerate(told.walked):
        calendar = told.calendar(step.event.occurred_at)
        if step.is_customer_message and not calendar.is_open(step.event.occurred_at):
            later = [it.event for it in told.walked[place + 1 :] if it.is_human_reply]
            yield _contact(told, step.event, calendar, later[0] if later else None)


def _contact(told: Told, contact: Event, calendar: Calendar, answer: Event | None) -> Row:
    arrived_at = contact.occurred_at
    due_at = calendar.closing_of_next_opening_day(arrived_at)
    answered_at = answer.occurred_at if answer else None
    ticket = told.view.tickets.get(told.ticket_id)
    channel = contact.channel or (ticket.channel if ticket else None)
    is_call = channel in PHONE_CHANNELS
    is_picked_up = answered_at is not None and answered_at - arrived_at <= PICKED_UP
    outcome = _outcome(told, contact, due_at, answered_at)
    is_covered = told.is_covered(arrived_at)
    return {
        "source": told.source,
        "ticket_id": told.ticket_id,
        "event_id": contact.event_id,
        "customer_id": told.customer_id(contact.occurred_at),
        "channel": channel,
        "arrived_at": arrived_at,
        "due_at": due_at,
        "answered_at": answered_at,
        "answered_by_agent_id": answer.actor_id if answer else None,
        "wall_seconds": wall(arrived_at, answered_at) if answered_at else None,
        "is_call": is_call,
        "is_unanswered_call": is_call and not is_picked_up,
        "outcome": outcome,
        "is_covered": is_covered,
        "is_counted": is_covered and outcome != "deleted",
        "arrived_month": month(calendar, arrived_at),
        "calendar_id": calendar.calendar_id,
    }


def _outcome(told: Told, contact: Event, due_at: datetime, answered_at: datetime | None) -> str:
    """ "Answered by the last closing of the first opening day after arrival"."""
    owed = next(it for it in told.owed if _holds(it, contact))
    if owed.closed_by == DELETION:
        return "deleted"
    is_closed_in_time = (
        owed.closing is not None and owed.closed_by != REPLY and owed.closing.occurred_at <= due_at
    )
    if answered_at is not None and answered_at <= due_at:
        return "in_time"
    if is_closed_in_time:  # however late somebody writes again
        return "closed_unanswered"
    return "late" if answered_at is not None or told.view.as_of > due_at else "pending"


def _holds(owed: Owed, contact: Event) -> bool:
    """Whether the contact opened this response or came while it was owed."""
    return contact == owed.opening or any(step.event == contact for step in owed.meanwhile)
