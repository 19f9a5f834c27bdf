"""§4: the severity in force at a moment, and the legs that its changes give a response."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.reference.records import Event, Source, Ticket

UNCLASSIFIED = 0
LEVELS = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Leg:
    """One target's run. `made_at` is the opening or the change that made it."""

    severity: int
    started_at: datetime
    made_at: datetime
    ended_at: datetime
    lasted_to_the_end: bool


@dataclass(frozen=True)
class Severities:
    """The severity of one ticket through time."""

    before: int
    changes: tuple[tuple[datetime, int], ...]  # in order, one for each instant
    changed_by: tuple[str | None, ...] = ()  # who made each of them

    def at(self, moment: datetime) -> int:
        """§4: "The value of the ticket's last severity event at or before it"."""
        values = [value for changed_at, value in self.changes if changed_at <= moment]
        return values[-1] if values else self.before


def severities_of(ticket: Ticket | None, events: Iterable[Event], source: Source) -> Severities:
    """`events` are all of the ticket's, those after `as_of` too."""
    # "Events with an empty value are ignored; of several at one instant the last counts."
    in_order = [
        (event, level)
        for event in sorted(events, key=lambda event: (event.occurred_at, event.event_id))
        if event.kind == "severity" and event.value
        if (level := _level(event.value, source))
    ]
    last = {event.occurred_at: level for event, level in in_order}
    if not last:
        # "With no severity event at all: the ticket row's severity as last exported."
        return Severities(_exported(ticket, source), ())
    # "Before the first such event: that event's `previous_value`, or if empty its `value` …, even
    # where that event lies after `as_of`."
    first, level = in_order[0]
    replaced = _level(first.previous_value, source) if first.previous_value else None
    changed_by = tuple({event.occurred_at: event.actor_id for event, _ in in_order}.values())
    return Severities(replaced or level, tuple(last.items()), changed_by)


def legs_of(severities: Severities, opened_at: datetime, end: datetime) -> list[Leg]:
    """All legs, those of severities without a target too (the caller drops them)."""
    severity = severities.at(opened_at)
    # "one from the opening with the severity then in force"
    made: list[tuple[int, datetime, datetime]] = [(severity, opened_at, opened_at)]
    lowerings: list[datetime] = []
    for changed_at, value in severities.changes:
        if not opened_at < changed_at <= end:
            continue
        if urgency(value) < urgency(severity):
            # "when severity is raised (a lower number), one more from that moment"
            made.append((value, changed_at, changed_at))
        elif urgency(value) > urgency(severity):
            # "when it is lowered, one more from the opening"
            made.append((value, opened_at, changed_at))
            lowerings.append(changed_at)
        severity = value
    return [_ended(leg, lowerings, end) for leg in made]


def _ended(
    made: tuple[int, datetime, datetime], lowerings: Sequence[datetime], end: datetime
) -> Leg:
    """A leg ends "at the next lowering after the moment that made it, else with the response"."""
    severity, started_at, made_at = made
    for lowered_at in lowerings:
        if lowered_at > made_at:
            return Leg(severity, started_at, made_at, lowered_at, False)
    return Leg(severity, started_at, made_at, end, True)


def urgency(severity: int) -> int:
    """1 is the most urgent. "Unclassified is severity 0, the least urgent"."""
    return 6 if severity == UNCLASSIFIED else severity


def _exported(ticket: Ticket | None, source: Source) -> int:
    if ticket is None:
        return UNCLASSIFIED
    return _level(ticket.severity, source) or UNCLASSIFIED


def _level(text: str | None, source: Source) -> int | None:
    """What a source's word for a severity means; nobody's word is the default's, if there is one.

    A rule may name the empty word, too.
    """
    for value, level in source.severity:  # "first match wins"
        if (text or "").lower() == value.lower():
            return level
    return int(text) if text in LEVELS and text else source.default_severity
