"""Durations in the units that people would say them in, by the clock and by how long they are.

Up to two days hours and minutes, up to ten days and hours, from there on days; around the clock,
from sixty days on, months of thirty days. Cut or begun in full, never rounded to the nearest.
"""

from typing import Literal

Clock = Literal["business", "wall"]
"""Open hours alone, whose day is the calendar's working day; or every hour."""

Unit = Literal["month", "day", "working_day", "hour", "minute"]

MINUTE, HOUR, DAY = 60, 3600, 86_400
MONTH_DAYS = 30
FEW_DAYS, MANY_DAYS, MONTHS_DAYS = 2, 10, 60


def clock_of(name: str | None) -> Clock:
    """The clock by which a target's time is told; `wall_from_opening` counts every hour too."""
    return "business" if name in {None, "business"} else "wall"


def in_units(
    seconds: int, clock: Clock, working_day_seconds: int | None, *, is_begun: bool
) -> list[tuple[int, Unit]]:
    """Amounts and their units, the largest first; of no time at all 0 minutes.

    `is_begun` counts a begun smallest unit in full, else it is cut. Without the length of a
    working day service hours stay hours, however many.
    """
    day = DAY if clock == "wall" else working_day_seconds
    minutes = _counted(seconds, MINUTE, is_begun)
    if day is None or minutes * MINUTE < FEW_DAYS * day:
        return _without_nothing([(minutes // 60, "hour"), (minutes % 60, "minute")])
    unit: Unit = "day" if clock == "wall" else "working_day"
    days, rest = divmod(seconds, day)
    hours = _counted(rest, HOUR, is_begun)
    if hours * HOUR >= day:
        days, hours = days + 1, 0
    if days < MANY_DAYS:
        return _without_nothing([(days, unit), (hours, "hour")])
    days = _counted(seconds, day, is_begun)
    if clock == "wall" and days >= MONTHS_DAYS:
        months, days = divmod(days, MONTH_DAYS)
        return _without_nothing([(months, "month"), (days, unit)])
    return [(days, unit)]


def _counted(seconds: int, unit: int, is_begun: bool) -> int:
    return -(-seconds // unit) if is_begun else seconds // unit


def _without_nothing(amounts: list[tuple[int, Unit]]) -> list[tuple[int, Unit]]:
    return [each for each in amounts if each[0]] or amounts[-1:]
