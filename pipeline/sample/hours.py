"""Office hours as arrays: how long an office has been open by then, and when for how long."""

from dataclasses import dataclass
from datetime import date, timedelta

import holidays
import numpy as np

from pipeline.sample.arrays import Bools, Ints
from pipeline.sample.timeline import Timeline, midnight

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
