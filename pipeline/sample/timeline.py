"""The days of the story: thirteen calendar months of Berlin, the last one up to the end."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from pipeline.sample.arrays import Ints

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
