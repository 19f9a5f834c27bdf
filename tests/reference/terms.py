"""§1 and §5: which targets, calendar and pauses apply to a response opened at a moment.

The policy is `policy.yml` as parsed, nothing more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.reference.clocks import BUSINESS, WALL
from tests.reference.hours import Calendar

AMOUNT = re.compile(r"(\d+(?:\.\d+)?) (second|minute|hour|working day)s?")
METRICS = ("first_response", "follow_up")
DEFAULT_CALENDAR = "dedicated_support"


@dataclass(frozen=True)
class Terms:
    """What holds for one response, through all its legs."""

    policy_version: date | None
    calendar: Calendar
    pause_statuses: tuple[str, ...]
    targets: dict[tuple[int, str], str]  # (severity, metric) -> amount as written
    clocks: dict[int, str]
    by_the_wall: dict[int, str] = field(default_factory=dict)  # severity -> amount as written

    def target_seconds(self, severity: int, metric: str) -> int | None:
        """The target on its severity's clock; None where there is none."""
        written = self.targets.get((severity, metric))
        if written is None:
            return None
        return seconds(written, self.clock(severity), self.calendar)

    def update_seconds(self, severity: int) -> int | None:
        """The follow-up target in open seconds, whatever the reading (§7: "open seconds")."""
        written = self.targets.get((severity, "follow_up"))
        return None if written is None else seconds(written, BUSINESS, self.calendar)

    def sentence_seconds(self, severity: int) -> int | None:
        """§7: "the sentences beside the targets", "by the wall"."""
        written = self.by_the_wall.get(severity)
        return None if written is None else seconds(written, WALL, self.calendar)

    def clock(self, severity: int) -> str:
        """§1: the reading's clock; "what is not named runs on business"."""
        return self.clocks.get(severity, BUSINESS)


class Policy:
    """The policy of a workspace, under one reading."""

    def __init__(self, written: dict[str, Any], reading: str) -> None:
        self._written = written
        self._clocks: dict[int, str] = written["readings"][reading] or {}
        self.calendars = {name: Calendar(name, it) for name, it in written["calendars"].items()}
        names = list(self.calendars)
        default = DEFAULT_CALENDAR if DEFAULT_CALENDAR in names else names[0]
        self.default_calendar = self.calendars[default]

    def channels(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of channels of the policy."""
        return tuple(self._written.get(key) or default)

    @property
    def old_thread_days(self) -> int | None:
        """After so many days a message into a resolved ticket is one into an old thread."""
        days: int | None = self._written.get("old_thread_days", 7)
        return days

    def terms(self, customer_id: str, opened_at: datetime) -> Terms:
        """§5: "The policy version is chosen once, at the opening"."""
        version = self._version(opened_at)
        if version is None:  # "Before the first version nothing has a target."
            return Terms(None, self.default_calendar, (), {}, self._clocks)
        calendar: str = version["calendar"]
        pause_statuses = version.get("pause_statuses") or []
        targets = _targets(version.get("targets"))
        # "A customer's own override, chosen the same way, replaces only the keys that it names"
        override = self._override(customer_id, opened_at)
        calendar = override.get("calendar") or calendar
        if override.get("pause_statuses") is not None:
            pause_statuses = override["pause_statuses"]
        targets.update(_targets(override.get("targets")))
        # §7: "for severities 4 and 5 … within 24 hours"; the policy may say otherwise
        sentences: dict[int, str | None] = {4: "24 hours", 5: "24 hours"}
        sentences |= version.get("by_the_wall", {}) | override.get("by_the_wall", {})
        kept = {key: amount for key, amount in targets.items() if amount is not None}
        return Terms(
            policy_version=version["valid_from"],
            calendar=self.calendars[calendar],
            pause_statuses=tuple(pause_statuses),
            targets=kept,
            clocks=self._clocks,
            by_the_wall={level: amount for level, amount in sentences.items() if amount},
        )

    def _version(self, opened_at: datetime) -> dict[str, Any] | None:
        """The latest "whose `valid_from` (00:00 in its own calendar's zone) is not after it"."""
        chosen = None
        for version in self._by_date(self._written["policies"]):
            calendar = self.calendars[version["calendar"]]
            if calendar.midnight(version["valid_from"]) <= opened_at:
                chosen = version
        return chosen

    def _override(self, customer_id: str, opened_at: datetime) -> dict[str, Any]:
        chosen: dict[str, Any] = {}
        overrides = self._written.get("customers") or {}
        for override in self._by_date(overrides.get(customer_id) or []):
            starts_on: date = override["valid_from"]
            name = override.get("calendar")
            calendar = self.calendars[name] if name else self._calendar_on(starts_on)
            if calendar.midnight(starts_on) <= opened_at:
                chosen = override
        return chosen

    def _calendar_on(self, day: date) -> Calendar:
        """The base version's calendar on that day, by date."""
        calendar = self.default_calendar
        for version in self._by_date(self._written["policies"]):
            if version["valid_from"] <= day:
                calendar = self.calendars[version["calendar"]]
        return calendar

    @staticmethod
    def _by_date(versions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return sorted(versions, key=lambda version: version["valid_from"])


def seconds(amount: str, clock: str, calendar: Calendar) -> int:
    """An amount on a clock.

    §1: "A working day is the calendar's nominal day … on a business clock, 24 hours on a wall
    clock".
    """
    match = AMOUNT.fullmatch(amount)
    assert match, f"not an amount: {amount!r}"
    working_day = calendar.day_seconds if clock == BUSINESS else 24 * 3600
    unit = {"second": 1, "minute": 60, "hour": 3600, "working day": working_day}[match[2]]
    return int(Decimal(match[1]) * unit)


def _targets(written: dict[int, dict[str, str | None] | None] | None) -> dict[Any, str | None]:
    """By (severity, metric); None where the text says null, absent where it says nothing."""
    found: dict[tuple[int, str], str | None] = {}
    for severity, amounts in (written or {}).items():
        for metric in METRICS:
            if amounts is None:  # "`null` removes a target": both of them here
                found[severity, metric] = None
            elif metric in amounts:
                found[severity, metric] = amounts[metric]
    return found
