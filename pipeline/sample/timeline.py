"""The time of the story: its days, what wall clocks show, and office hours, all as arrays."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

import holidays
import numpy as np

from pipeline.sample.chance import Bools, Codes, Ints

BERLIN = ZoneInfo("Europe/Berlin")
MONTHS_BACK = 12


def seconds_of(moment: datetime) -> int:
    """UTC seconds since 1970 of an aware moment."""
    return int(moment.timestamp())


def midnight(day: date) -> int:
    """UTC seconds since 1970 at which the day begins in Berlin."""
    return seconds_of(datetime.combine(day, time(), BERLIN))


@dataclass(frozen=True)
class Timeline:
    """From the first of the month twelve months before the end (aware), to the end."""

    ends_at: datetime

    @cached_property
    def end(self) -> int:
        """The end in UTC seconds; nothing in the story is later."""
        return seconds_of(self.ends_at)

    @cached_property
    def last_day(self) -> date:
        """The local day of the end."""
        return self.ends_at.astimezone(BERLIN).date()

    @cached_property
    def first_day(self) -> date:
        """The first local day."""
        return self.month(MONTHS_BACK)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Every local day, the last included."""
        count = (self.last_day - self.first_day).days + 1
        return tuple(self.first_day + timedelta(days=step) for step in range(count))

    @cached_property
    def midnights(self) -> Ints:
        """UTC seconds at which each day begins."""
        return np.array([midnight(day) for day in self.days], dtype=np.int64)

    def month(self, back: int, day: int = 1) -> date:
        """A day of the month that lies `back` months before the month of the end."""
        months = self.last_day.year * 12 + self.last_day.month - 1 - back
        return date(months // 12, months % 12 + 1, day)

    def month_end(self, back: int) -> date:
        """The last day of the month that lies `back` months before the month of the end."""
        return self.month(back - 1) - timedelta(days=1)

    def position(self, day: date) -> int:
        """Position of a day in `days`; before the first or after the last it runs on."""
        return (day - self.first_day).days

    def position_at(self, moments: Ints) -> Ints:
        """Position in `days` of the local day of each UTC second, held to the first and last."""
        found = np.searchsorted(self.midnights, moments, side="right") - 1
        return np.clip(found, 0, len(self.days) - 1).astype(np.int64)


def utc_text(moment: int) -> str:
    """A UTC second as ISO text with Z."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local_day(moment: int) -> date:
    """The day in Berlin of a UTC second."""
    return datetime.fromtimestamp(moment, BERLIN).date()


# Zones change their offsets on quarter hours of UTC.
QUARTER = 900


def wall_seconds(moments: Ints | Codes, time_zone: str) -> Ints:
    """UTC seconds as seconds of local time. In an autumn's fold two moments give the same."""
    if not len(moments):
        return np.empty(0, dtype=np.int64)
    first, last = (
        datetime.fromtimestamp(int(moment), UTC).year for moment in (moments.min(), moments.max())
    )
    offsets = np.concatenate([_offsets(time_zone, year) for year in range(first, last + 1)])
    quarters = moments // QUARTER - _new_year(first) // QUARTER
    local: Ints = moments + offsets[quarters]
    return local


@lru_cache(maxsize=64)
def _offsets(time_zone: str, year: int) -> Ints:
    """The zone's offsets in seconds at each quarter hour of a UTC year."""
    zone = ZoneInfo(time_zone)
    told = (
        datetime.fromtimestamp(moment, zone).utcoffset()
        for moment in range(_new_year(year), _new_year(year + 1), QUARTER)
    )
    return np.array(
        [offset.total_seconds() for offset in told if offset is not None], dtype=np.int64
    )


def _new_year(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())


# An answer may fall well after the end of the story (and is then cut off).
DAYS_AROUND = 60
SATURDAY = 5


class Hours:
    """One stretch of opening hours each weekday, Berlin time, except on the days `closed_on`."""

    def __init__(
        self, timeline: Timeline, opens_minute: int, closes_minute: int, closed_on: set[date]
    ) -> None:
        first = timeline.first_day - timedelta(days=DAYS_AROUND)
        count = (timeline.last_day - first).days + DAYS_AROUND
        days = [first + timedelta(days=step) for step in range(count)]
        working = [day for day in days if day.weekday() < SATURDAY and day not in closed_on]
        # The clocks change on Sundays at night, so minutes after midnight are clock minutes here.
        begins = np.array([midnight(day) for day in working], dtype=np.int64)
        self._opens = begins + opens_minute * 60
        self._length = (closes_minute - opens_minute) * 60
        self._before = np.arange(len(working), dtype=np.int64) * self._length

    def passed(self, moments: Ints) -> Ints:
        """Open seconds from the first opening until each UTC second."""
        stretch = self._stretch(moments)
        today: Ints = np.clip(moments - self._opens[stretch], 0, self._length)
        return self._before[stretch] + today

    def after(self, moments: Ints, seconds: Ints) -> Ints:
        """The UTC second at which `seconds` open ones have passed since (negative: had yet to)."""
        wanted = self.passed(moments) + seconds
        stretch: Ints = np.clip(wanted // self._length, 0, len(self._opens) - 1)
        return self._opens[stretch] + wanted - self._before[stretch]

    def is_open(self, moments: Ints) -> Bools:
        """Whether each UTC second lies in [open, close)."""
        return (moments - self._opens[self._stretch(moments)]) < self._length

    def _stretch(self, moments: Ints) -> Ints:
        found = np.searchsorted(self._opens, moments, side="right") - 1
        return np.maximum(found, 0).astype(np.int64)


@dataclass(frozen=True)
class Office:
    """The three kinds of hours in the story."""

    promised: Hours
    """What the contract promises: Monday to Friday, 9 to 17, holidays too."""
    worked: Hours
    """When agents are there: the same without nationwide holidays."""
    stretched: Hours
    """When a keen agent answers: from 8 to 18:30."""


def national_holidays(timeline: Timeline) -> set[date]:
    """Germany's nationwide holidays in the years around the story."""
    years = range(timeline.first_day.year - 1, timeline.last_day.year + 2)
    return set(holidays.country_holidays("DE", years=years))


def office_of(timeline: Timeline) -> Office:
    """The hours of the story's office."""
    free = national_holidays(timeline)
    return Office(
        promised=Hours(timeline, 9 * 60, 17 * 60, set()),
        worked=Hours(timeline, 9 * 60, 17 * 60, free),
        stretched=Hours(timeline, 8 * 60, 18 * 60 + 30, free),
    )
