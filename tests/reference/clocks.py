"""The three clocks (§1): how much has run between two instants, and when a target is reached."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.reference.hours import Calendar, Interval, total, without

BUSINESS, WALL, WALL_FROM_OPENING = "business", "wall", "wall_from_opening"


def running(clock: str, calendar: Calendar, start: datetime) -> Iterator[Interval]:
    """The time in which a clock started at `start` runs, without end and before any pause."""
    if clock == BUSINESS:  # "`business` counts open seconds only"
        yield from calendar.open_from(start)
        return
    if clock == WALL_FROM_OPENING:  # "waits for the next opening if the start lies outside …"
        start = calendar.next_opening(start)
    while True:  # "then counts every second"
        yield start, start + timedelta(weeks=1)
        start += timedelta(weeks=1)


def elapsed(clock: str, calendar: Calendar, start: datetime, end: datetime) -> list[Interval]:
    """What of the time from start to end the clock ran."""
    ran: list[Interval] = []
    for begin, until in running(clock, calendar, start):
        if begin >= end:
            break
        ran.append((begin, min(until, end)))
    return ran


def elapsed_seconds(
    clock: str, calendar: Calendar, start: datetime, end: datetime, pauses: list[Interval]
) -> int:
    """§5: "The paused time of the leg's clock is subtracted"."""
    return total(without(elapsed(clock, calendar, start, end), pauses))


def paused_seconds(
    clock: str, calendar: Calendar, start: datetime, end: datetime, pauses: list[Interval]
) -> int:
    """What the pauses took off that clock."""
    unpaused = elapsed_seconds(clock, calendar, start, end, [])
    return unpaused - elapsed_seconds(clock, calendar, start, end, pauses)


def due_at(
    clock: str, calendar: Calendar, start: datetime, target_seconds: int, pauses: list[Interval]
) -> datetime:
    """When the target is used up.

    §5: "the first instant at which the leg's clock reaches its target, with the pauses there were.
    A target used up exactly at closing time is due at closing time".
    """
    left = target_seconds
    for interval in running(clock, calendar, start):
        for begin, end in without([interval], pauses):
            if total([(begin, end)]) >= left:
                return begin + timedelta(seconds=left)
            left -= total([(begin, end)])
    raise AssertionError("a clock never ends")
