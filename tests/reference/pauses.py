"""§5: the pauses of a response."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from tests.reference.hours import Interval
from tests.reference.walk import Owed


@dataclass(frozen=True)
class Pauses:
    """The paused time, and whether a pause was still on at the response's end."""

    intervals: list[Interval]
    is_still_on: bool


def pauses_of(owed: Owed, end: datetime, pause_statuses: Collection[str]) -> Pauses:
    """When the response was paused; `end` is its closing or `as_of`.

    "Only in follow-ups, only where the policy lists `pause_statuses`, and only from a change to
    such a status made while the response is owed, until the next status change, customer message
    or the end".
    """
    if owed.metric != "follow_up":
        return Pauses([], False)
    intervals: list[Interval] = []
    paused_at: datetime | None = None
    for step in owed.meanwhile:
        moment = step.event.occurred_at
        if paused_at is not None and (step.is_status_change or step.is_customer_message):
            intervals.append((paused_at, moment))
            paused_at = None
        if step.is_status_change and step.event.value in pause_statuses:
            paused_at = moment
    if paused_at is not None:
        intervals.append((paused_at, end))
    return Pauses(intervals, paused_at is not None)
