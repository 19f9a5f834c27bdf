"""§7: the tickets of all sources, walked once, and what every service fact asks of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from tests.reference import register
from tests.reference.hours import Calendar
from tests.reference.records import Event
from tests.reference.responses import View
from tests.reference.severity import Severities, severities_of
from tests.reference.walk import Owed, Step, responses_owed, steps


@dataclass(frozen=True)
class Told:
    """One ticket up to `as_of`: its events in order."""

    view: View
    ticket_id: str
    walked: tuple[Step, ...]
    severities: Severities

    @property
    def source(self) -> str:
        """Where it is from."""
        return self.view.source.name

    @cached_property
    def owed(self) -> list[Owed]:
        """The responses owed in it."""
        return responses_owed(list(self.walked))

    @cached_property
    def human_messages(self) -> list[Event]:
        """The public messages of human agents, in the ticket's order."""
        return [step.event for step in self.walked if step.is_human_reply]

    def customer_id(self, moment: datetime) -> str:
        """Whose it is at a moment."""
        ticket = self.view.tickets.get(self.ticket_id)
        return register.customer_of(self.view.register, self.source, ticket, moment)

    def calendar(self, moment: datetime) -> Calendar:
        """That "of the customer's policy version in force at the instant"."""
        return self.view.policy.terms(self.customer_id(moment), moment).calendar

    def is_covered(self, moment: datetime) -> bool:
        """By the moment's local day in the default calendar."""
        return is_covered(self.view, self.customer_id(moment), moment)


def tickets_of(view: View, events: tuple[Event, ...]) -> Iterator[Told]:
    """Every ticket that has events, by id."""
    by_ticket: dict[str, list[Event]] = {}
    all_of: dict[str, list[Event]] = {}
    for event in events:
        all_of.setdefault(event.ticket_id, []).append(event)
        if event.occurred_at <= view.as_of:
            by_ticket.setdefault(event.ticket_id, []).append(event)
    for ticket_id, seen in sorted(by_ticket.items()):
        severities = severities_of(view.tickets.get(ticket_id), all_of[ticket_id], view.source)
        yield Told(view, ticket_id, tuple(steps(seen, view.bots)), severities)


def is_covered(view: View, customer_id: str, moment: datetime) -> bool:
    """Whether the customer is, on the moment's local day in the default calendar."""
    day = view.policy.default_calendar.local_day(moment)
    return register.is_covered(view.register, customer_id, day)


def month(calendar: Calendar, moment: datetime) -> date:
    """The first day of the moment's local month."""
    return calendar.local_day(moment).replace(day=1)


def wall(begin: datetime, end: datetime) -> int:
    """Every second between two instants."""
    return int((end - begin).total_seconds())
