"""§7: the times without a word from us."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from tests.reference.hours import Interval, total, without
from tests.reference.service_tickets import Told, month
from tests.reference.walk import Step

Row = dict[str, Any]


def silences(told: Told) -> Iterator[Row]:
    """§7: "The longest open-hours gap between an agent's public message and the next".

    The longest of those that began in each month, covered or not, ended or not; of equal ones the
    earliest.
    """
    longest: dict[tuple[date, bool, bool], Row] = {}
    for row in _silences(told):
        place = row["began_month"], row["is_covered"], row["is_running"]
        held = longest.get(place)
        if row["silence_seconds"] and (
            held is None or row["silence_seconds"] > held["silence_seconds"]
        ):
            longest[place] = row
    yield from longest.values()


def _silences(told: Told) -> Iterator[Row]:
    as_of = told.view.as_of
    closed, is_closed_now = closed_times(told.walked, as_of)
    messages = told.human_messages
    for place, begin in enumerate(messages):
        following = messages[place + 1] if place + 1 < len(messages) else None
        if following is None and is_closed_now:
            continue  # "and the next": none came, and none is to come
        ended_at = following.occurred_at if following else as_of
        calendar = told.calendar(begin.occurred_at)
        open_time = calendar.open_intervals(begin.occurred_at, ended_at)
        yield {
            "source": told.source,
            "ticket_id": told.ticket_id,
            "customer_id": told.customer_id(begin.occurred_at),
            "began_month": month(calendar, begin.occurred_at),
            "started_at": begin.occurred_at,
            "started_by_event_id": begin.event_id,
            "ended_at": ended_at,
            "is_running": following is None,
            "is_waiting_for_customer": following is None and waits_for_customer(told.walked),
            "silence_seconds": total(without(open_time, closed)),
            "calendar_id": calendar.calendar_id,
            "is_covered": told.is_covered(begin.occurred_at),
        }


def waits_for_customer(walked: Iterable[Step]) -> bool:
    """Whether "the customer's turn" is what was said last: by a status, or by the customer."""
    turns = [
        step.event.kind == "status" and step.event.value == "waiting_customer"
        for step in walked
        if step.is_customer_message or step.event.kind == "status"
    ]
    return bool(turns) and turns[-1]


def closed_times(walked: Iterable[Step], as_of: datetime) -> tuple[list[Interval], bool]:
    """When the ticket was not open, and whether it is not at `as_of`.

    "`resolved`/`deleted` status closes, any other status or a customer message opens again".
    """
    found: list[Interval] = []
    closed_at: datetime | None = None
    for step in walked:
        closes = step.becomes("resolved") or step.becomes("deleted")
        if closes and closed_at is None:
            closed_at = step.event.occurred_at
        reopens = step.is_customer_message or (step.event.kind == "status" and not closes)
        if reopens and closed_at is not None:
            found.append((closed_at, step.event.occurred_at))
            closed_at = None
    if closed_at is not None:
        found.append((closed_at, as_of))
    return found, closed_at is not None
