"""What a batch of tickets holds of all that is hard to judge: each situation, counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from tests.reference.hours import Calendar
from tests.reference.records import Event, Export
from tests.reference.responses import responses
from tests.reference.terms import Policy
from tests.strategies.batch import Batch

Row = dict[str, Any]
LEAP_DAY = date(2024, 2, 29)
CLOCKS_CHANGE = (
    *("Europe/Berlin", "America/New_York", "Asia/Jerusalem", "Africa/Cairo"),
    *("Australia/Lord_Howe", "America/Havana"),
)
# How many there are at least in two thousand tickets, on two readings.
SITUATIONS: dict[str, int] = {
    "events in one second": 300,
    "severity storm": 50,
    "reopened": 150,
    **{f"status, and a reply after {seconds} s": 10 for seconds in (0, 59, 60, 61)},
    **{f"paused by {status}": 2 for status in ("on_hold", "waiting_customer", "open", "resolved")},
    "paused when looked at": 2,
    **{f"clocks change in {zone}": 3 for zone in CLOCKS_CHANGE},
    "in Asia/Kolkata": 10,
    "over the leap day": 10,
    "a shift over midnight": 10,
    "a split day": 10,
    "round the clock": 10,
    "on literal CET": 10,
    "a calendar of the second or third version": 20,
    "by an override": 50,
    "over a new version": 10,
    "more than a year": 10,
    "exactly on the target": 20,
    "a second too late": 10,
    "a leg from a raise": 20,
    "first classified after as_of": 2,
    "covered in the middle": 10,
    "not covered": 10,
    "of nobody": 10,
    "before the first version": 10,
    "waived": 5,
    "breached and waived": 2,
    "two on the roster": 20,
    "somebody stands in": 20,
    "nobody stands in": 10,
    **{f"closed by {how}": 10 for how in ("reply", "resolution", "dismissal", "deletion")},
    **{f"{outcome}": 10 for outcome in ("met", "breached", "pending", "unanswered", "no_target")},
    "a call at night": 10,
    "escalated": 20,
    **{f"meeting {status}": 20 for status in ("booked", "held", "missed", "cancelled")},
}


def situations(batch: Batch) -> Counter[str]:
    """How often each occurs."""
    found: Counter[str] = Counter()
    policy = Policy(batch.policy, "default")
    for export in batch.exports:
        for events in _by_ticket(export).values():
            found.update(_of_events(events, batch.as_of))
        for reading in ("default", "mixed"):
            for row in responses(export, batch.policy, batch.register, batch.as_of, reading):
                end = row["closed_at"] or batch.as_of
                found.update(_of_row(row, end))
                found.update(_of_policy(row, end, policy))
                found.update(_of_register(row, end, batch))
    found.update(f"meeting {meeting.status}" for meeting in batch.register.meetings)
    return found


def _by_ticket(export: Export) -> dict[str, list[Event]]:
    events: dict[str, list[Event]] = defaultdict(list)
    for event in export.events:
        events[event.ticket_id].append(event)
    return events


def _of_events(events: list[Event], as_of: datetime) -> Iterator[str]:
    events = sorted(events, key=lambda event: event.occurred_at)
    if any(one.occurred_at == other.occurred_at for one, other in pairwise(events)):
        yield "events in one second"
    severities = [event for event in events if event.kind == "severity"]
    for first, third in zip(severities, severities[2:], strict=False):
        if third.occurred_at - first.occurred_at <= timedelta(minutes=10):
            yield "severity storm"
    if severities and severities[0].occurred_at > as_of:
        yield "first classified after as_of"
    for status, reply in pairwise(events):
        closes = status.kind == "status" and status.value in ("resolved", "waiting_customer")
        if closes and reply.kind == "message" and reply.actor_kind == "agent":
            gap = (reply.occurred_at - status.occurred_at).total_seconds()
            yield f"status, and a reply after {gap:.0f} s"
    if any(event.kind == "escalation" and event.value in ("2", "3") for event in events):
        yield "escalated"


def _of_row(row: Row, end: datetime) -> Iterator[str]:
    yield row["outcome"]
    yield f"closed by {row['closed_by']}"
    if row["exclusion_reason"] == "not_covered":
        yield "not covered"
    if row["customer_id"] == "(unknown)":
        yield "of nobody"
    if row["policy_version"] is None:
        yield "before the first version"
    if row["cycle_number"] > 1:
        yield "reopened"
    if end - row["opened_at"] > timedelta(days=365):
        yield "more than a year"
    if row["leg_started_at"] != row["opened_at"]:
        yield "a leg from a raise"
    if row["target_seconds"] is not None:
        late = row["elapsed_seconds"] - row["target_seconds"]
        if late in (0, 1):
            yield ("exactly on the target", "a second too late")[late]
        if row["due_at"] is None:
            yield "paused when looked at"
    if row["exclusion_reason"] == "waived":
        yield "waived"
        if row["outcome"] == "breached":
            yield "breached and waived"
    if row["channel"] in ("call", "phone", "voicemail") and not row["is_opened_in_hours"]:
        yield "a call at night"


def _of_policy(row: Row, end: datetime, policy: Policy) -> Iterator[str]:
    terms = policy.terms(row["customer_id"], row["opened_at"])
    base = policy.terms("nobody", row["opened_at"])
    calendar = terms.calendar
    for status in terms.pause_statuses if row["paused_seconds"] else ():
        yield f"paused by {status}"
    if (terms.calendar, terms.targets) != (base.calendar, base.targets):
        yield "by an override"
    elif base.policy_version != policy.terms("nobody", end).policy_version:
        yield "over a new version"
    elif calendar.calendar_id != policy.default_calendar.calendar_id:
        yield "a calendar of the second or third version"
    yield from _of_calendar(calendar, row, end)


def _of_calendar(calendar: Calendar, row: Row, end: datetime) -> Iterator[str]:
    zone = calendar.zone
    if row["opened_at"].astimezone(zone).utcoffset() != end.astimezone(zone).utcoffset():
        yield f"clocks change in {zone.key}"
    if zone.key == "Asia/Kolkata":
        yield f"in {zone.key}"
    if calendar.local_day(row["opened_at"]) <= LEAP_DAY <= calendar.local_day(end):
        yield "over the leap day"
    kinds = {"night": "a shift over midnight", "split": "a split day", "always": "round the clock"}
    kind = (kinds | {"cet": "on literal CET"}).get(calendar.calendar_id)
    if kind and row["business_seconds"]:
        yield kind


def _of_register(row: Row, end: datetime, batch: Batch) -> Iterator[str]:
    periods = [it for it in batch.register.customers if it.customer_id == row["customer_id"]]
    if len(periods) > 1:
        yield "covered in the middle"
    day = end.date()
    on_it = [
        it
        for it in batch.register.roster
        if (it.customer_id, it.source) == (row["customer_id"], row["source"])
        and (it.valid_from or date.min) <= day <= (it.valid_until or date.max)
    ]
    if len({it.agent_id for it in on_it}) > 1:
        yield "two on the roster"
    for it in batch.register.absences:
        is_now = (it.valid_from or date.min) <= day <= (it.valid_until or date.max)
        if is_now and (it.source, it.agent_id) in {(on.source, on.agent_id) for on in on_it}:
            yield "somebody stands in" if it.stand_in_id else "nobody stands in"
