"""The time of the story: its days in Berlin, and office hours, as arrays."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import numpy as np
import pandas as pd

from pipeline.sample.chance import Bools, Ints

BERLIN = ZoneInfo("Europe/Berlin")
MONTHS_BACK = 12
# An answer may fall well after the end of the story (and is then cut off).
AROUND = timedelta(days=60)
SATURDAY = 5


def midnight(day: date) -> int:
    """UTC seconds since 1970 at which the day begins in Berlin."""
    return int(datetime.combine(day, time(), BERLIN).timestamp())


def last_working_hour(now: datetime) -> datetime:
    """The newest full hour, up to an aware moment, at which agents are at work."""
    before = np.array([int(now.timestamp()) + 1])
    second = int(Timeline(now).worked.after(before, np.array([-1]))[0])
    return datetime.fromtimestamp(second - second % 3600, BERLIN)


class Hours:
    """One stretch of opening hours, Berlin time, on each of some days."""

    def __init__(self, days: Sequence[date], opens: float, closes: float) -> None:
        # The clocks change on Sundays at night, so hours after midnight are clock hours here.
        hours = np.array([midnight(day) for day in days])
        self._opens, self._length = hours + int(opens * 3600), int((closes - opens) * 3600)
        self._edges = np.stack([self._opens, self._opens + self._length], axis=1).ravel()

    def passed(self, moments: Ints) -> Ints:
        """Open seconds from the first opening until each UTC second."""
        before = (np.arange(len(self._edges)) + 1) // 2 * self._length
        return np.interp(moments, self._edges, before).astype(np.int64)

    def after(self, moments: Ints, seconds: Ints) -> Ints:
        """The UTC second at which `seconds` open ones have passed since (negative: had yet to)."""
        wanted = self.passed(moments) + seconds
        day = np.clip(wanted // self._length, 0, len(self._opens) - 1)
        at: Ints = self._opens[day] + wanted - day * self._length
        return at

    def is_open(self, moments: Ints) -> Bools:
        """Whether each UTC second lies in [open, close)."""
        is_within: Bools = np.searchsorted(self._edges, moments, side="right") % 2 == 1
        return is_within


class Timeline:
    """From the first of the month twelve months before an aware moment, to that moment.

    Three kinds of hours: what the contract promises (holidays too), when agents work, and when a
    keen agent answers.
    """

    def __init__(self, ends_at: datetime) -> None:
        self.end = int(ends_at.timestamp())
        self.last_day = ends_at.astimezone(BERLIN).date()
        self.days = pd.date_range(self.month(MONTHS_BACK), self.last_day).date
        self.midnights = np.array([midnight(day) for day in self.days])
        every = pd.date_range(self.days[0] - AROUND, self.last_day + AROUND).date
        self.holidays = holidays.country_holidays("DE", years={day.year for day in every})
        weekdays = [day for day in every if day.weekday() < SATURDAY]
        working = [day for day in weekdays if day not in self.holidays]
        self.promised = Hours(weekdays, 9, 17)
        self.worked = Hours(working, 9, 17)
        self.stretched = Hours(working, 8, 18.5)

    def month(self, back: int, day: int = 1) -> date:
        """A day of the month `back` months before that of the end, or its last if it is shorter."""
        month = pd.Period(self.last_day, freq="M") - back
        return min(month.start_time.date() + timedelta(days=day - 1), month.end_time.date())

    def valid(self, first: list[int], last: list[int] | None = None) -> dict[str, date | None]:
        """The days of a row, told as `month` takes them; to the end without a last one."""
        until = self.month(*last) if last else None
        return {"valid_from": self.month(*first), "valid_until": until}

    def position_at(self, moments: Ints) -> Ints:
        """Position in `days` of the local day of each UTC second, held to the first and last."""
        return np.maximum(np.searchsorted(self.midnights, moments, side="right") - 1, 0)
