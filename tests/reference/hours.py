"""Opening hours: which seconds are open, day by day, by local wall time.

A calendar is read as written in `policy.yml`. Every local day has a list of wall-clock hours; each
opening and each closing is turned into an instant by itself, and what lies between is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays

Interval = tuple[datetime, datetime]  # [from, until) in UTC
WallHours = tuple[int, int]  # minutes after the day's midnight; above 1440 on the next day

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = 24 * 60


class Calendar:
    """One calendar of the policy."""

    def __init__(self, calendar_id: str, written: dict[str, Any]) -> None:
        self.calendar_id = calendar_id
        self.zone = ZoneInfo(written["time_zone"])
        self.day_seconds = round(float(written["day_hours"]) * 3600)
        self._weekly: dict[int, list[WallHours]] = {weekday: [] for weekday in range(7)}
        for days, hours in written["hours"].items():
            for weekday in _weekdays(days):
                self._weekly[weekday] = _wall_hours(hours)
        self._dates: dict[date, list[WallHours]] = {}
        self._countries: list[Any] = []
        for entry in written.get("holidays") or []:
            if "country" in entry:
                country, part = entry["country"], entry.get("subdivision")
                self._countries.append(holidays.country_holidays(country, subdiv=part))
            else:
                self._dates[_date(entry["date"])] = _wall_hours(entry.get("hours"))
        self._days: dict[date, list[Interval]] = {}
        self._between: dict[Interval, list[Interval]] = {}

    def local_day(self, instant: datetime) -> date:
        """The date on the wall at that instant."""
        return instant.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """The instant of 00:00 of that local day."""
        return self._instant(day, 0)

    def wall_hours(self, day: date) -> list[WallHours]:
        """The hours that open on that day: a date's own, a holiday's none, or the weekday's."""
        if day in self._dates:
            return self._dates[day]
        if any(day in country for country in self._countries):
            return []
        return self._weekly[day.weekday()]

    def open_intervals(self, start: datetime, end: datetime) -> list[Interval]:
        """The open time between two instants, in order and without overlap."""
        if (start, end) not in self._between:
            self._between[start, end] = self._opened_between(start, end)
        return self._between[start, end]

    def _opened_between(self, start: datetime, end: datetime) -> list[Interval]:
        # Two days either way: a night shift belongs to the day on which it opens, and the local
        # date may be off by one from that of UTC.
        day, last = start.date() - timedelta(days=2), end.date() + timedelta(days=2)
        found: list[Interval] = []
        while day <= last:
            for opens, closes in self._opened_on(day):
                if max(opens, start) < min(closes, end):
                    found.append((max(opens, start), min(closes, end)))
            day += timedelta(days=1)
        return union(found)

    def open_seconds(self, start: datetime, end: datetime) -> int:
        """§1: "`business` counts open seconds only"."""
        return total(self.open_intervals(start, end))

    def is_open(self, instant: datetime) -> bool:
        """§1: "Opening hours are [open, close)"."""
        return self.open_seconds(instant, instant + timedelta(seconds=1)) == 1

    def open_from(self, start: datetime) -> Iterator[Interval]:
        """The open time from an instant on, without end."""
        for week in range(5200):
            begin = start + timedelta(weeks=week)
            yield from self.open_intervals(begin, begin + timedelta(weeks=1))
        raise ValueError(f"calendar {self.calendar_id} is not open in a century after {start}")

    def next_opening(self, instant: datetime) -> datetime:
        """The first open instant at or after this one."""
        return next(self.open_from(instant))[0]

    def closing_of_next_opening_day(self, instant: datetime) -> datetime:
        """§7: "the last closing of the first opening day after arrival".

        A shift belongs to the day on which it opens.
        """
        day = self.local_day(self.next_opening(instant))
        return max(closes for _, closes in self._opened_on(day))

    def _opened_on(self, day: date) -> list[Interval]:
        if day not in self._days:
            pairs = [
                (self._instant(day, opens), self._instant(day, closes))
                for opens, closes in self.wall_hours(day)
            ]
            self._days[day] = [(opens, closes) for opens, closes in pairs if opens < closes]
        return self._days[day]

    def _instant(self, day: date, minutes: int) -> datetime:
        """A wall time as an instant.

        §2: "In a daylight-saving fold the earlier instant is meant, in a gap the time is shifted
        forward": both are what `zoneinfo` does with fold=0.
        """
        wall_day = day + timedelta(days=minutes // MIDNIGHT)
        wall_time = time(*divmod(minutes % MIDNIGHT, 60))
        return datetime.combine(wall_day, wall_time, tzinfo=self.zone).astimezone(UTC)


def union(intervals: list[Interval]) -> list[Interval]:
    """The same instants, in order, each once."""
    merged: list[Interval] = []
    for begin, end in sorted(intervals):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def without(intervals: list[Interval], removed: list[Interval]) -> list[Interval]:
    """The instants of the first list that are in none of the second."""
    left = intervals
    for cut_from, cut_until in removed:
        pieces: list[Interval] = []
        for begin, end in left:
            pieces += [(begin, min(end, cut_from)), (max(begin, cut_until), end)]
        left = [(begin, end) for begin, end in pieces if begin < end]
    return left


def total(intervals: list[Interval]) -> int:
    """Their length in seconds that really passed (§5: days of 23 and 25 hours)."""
    return sum(int((end - begin).total_seconds()) for begin, end in intervals)


def _weekdays(written: str) -> list[int]:
    first, _, last = written.partition("-")
    begin, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    return [day % 7 for day in range(begin, end + 1 if begin <= end else end + 8)]


def _wall_hours(written: str | list[str] | None) -> list[WallHours]:
    if written is None:
        return []
    hours = []
    for text in [written] if isinstance(written, str) else written:
        opens, closes = (_minutes(part) for part in text.split("-"))
        # "22:00-06:00" ends on the next day
        hours.append((opens, closes if closes > opens else closes + MIDNIGHT))
    return hours


def _minutes(written: str) -> int:
    hour, minute = written.strip().split(":")
    return int(hour) * 60 + int(minute)


def _date(written: date | str) -> date:
    return written if isinstance(written, date) else date.fromisoformat(written)
