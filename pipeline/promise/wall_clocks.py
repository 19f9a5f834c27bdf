"""What the clock on the wall shows, as data: each zone's distance from UTC, day by day.

Openings and closings need no such table; the hour of a day does, and models know no time zones.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


class WallClock(NamedTuple):
    """A piece of one UTC day in which the wall clock is as far from UTC throughout."""

    utc_date: date
    started_at: datetime
    ended_at: datetime
    utc_offset_seconds: int  # local wall time less UTC


def wall_clocks(time_zone: str, first_day: date, last_day: date) -> Iterator[WallClock]:
    """The pieces from the start of `first_day` to the end of `last_day`, UTC days, gapless.

    A day of a clock change gives two, every other day one.
    """
    zone = ZoneInfo(time_zone)
    midnight = datetime.combine(first_day, time(), UTC)
    while midnight.date() <= last_day:
        changed_at = _changed_at(midnight, midnight + _DAY, zone)
        for started_at, ended_at in ((midnight, changed_at), (changed_at, midnight + _DAY)):
            if started_at < ended_at:
                offset = _offset(started_at, zone)
                yield WallClock(midnight.date(), started_at, ended_at, offset)
        midnight += _DAY


def _changed_at(started_at: datetime, ended_at: datetime, zone: ZoneInfo) -> datetime:
    """The instant in a day from which its last offset holds; zones change once a day at most."""
    last_offset = _offset(ended_at - _SECOND, zone)
    if _offset(started_at, zone) == last_offset:
        return started_at
    before, after = 0, (ended_at - started_at) // _SECOND - 1  # seconds into the day
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(started_at + middle * _SECOND, zone) == last_offset:
            after = middle
        else:
            before = middle
    return started_at + after * _SECOND


def _offset(instant: datetime, zone: ZoneInfo) -> int:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())
