"""Which days a question is about: a week, a month, a quarter, a year, or any range of days.

A period is written as people and addresses write it: `2026-W36`, `2026-09`, `2026-Q3`, `2026`,
`2026-09-01..2026-09-15` (both days included). Days are local, in the zone of the calendar.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

Kind = Literal["week", "month", "quarter", "year", "range"]
KINDS: tuple[Kind, ...] = get_args(Kind)

DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR, MOST_YEARS = 1970, 2999, 50
"""Within these a period has one before it, one last year, and months that can be told."""


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included; of what kind decides what comes before."""

    first: date
    last: date
    kind: Kind = "range"

    def __str__(self) -> str:
        """As it is written; `parse` reads it."""
        first = self.first
        match self.kind:
            case "week":
                year, week, _ = first.isocalendar()
                return f"{year:04}-W{week:02}"
            case "month":
                return f"{first:%Y-%m}"
            case "quarter":
                return f"{first.year:04}-Q{(first.month + 2) // 3}"
            case "year":
                return f"{first.year:04}"
            case "range":
                return f"{first}..{self.last}"

    @property
    def day_count(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of every month that it touches, oldest first."""
        months = [_months(self.first.year, self.first.month, 1, "month")]
        while months[-1].last < self.last:
            months.append(containing(months[-1].last + DAY, "month"))
        return tuple(month.first for month in months)

    def condition(self, column: str = "opened_on") -> str:
        """The SQL condition on a column of local days; its parameters are `first` and `last`."""
        return f"{column} between $first and $last"

    def parameters(self) -> dict[str, object]:
        """The parameters that `condition` needs."""
        return {"first": self.first, "last": self.last}

    def before(self) -> "Period":
        """The period before: of the same kind, a range's of as many days."""
        if self.kind == "range":
            return Period(self.first - timedelta(days=self.day_count), self.first - DAY)
        return containing(self.first - DAY, self.kind)

    def a_year_before(self) -> "Period":
        """The same of last year: the week of the same number, the range of the same days."""
        first, last = self.first, self.last
        if self.kind == "week":
            year, week, _ = first.isocalendar()
            return _week(year - 1, min(week, date(year - 1, 12, 28).isocalendar().week))
        if self.kind == "range":
            return Period(_a_year_before(first), _a_year_before(last))
        return containing(_a_year_before(first), self.kind)


def containing(day: date, kind: Kind) -> Period:
    """The week, month, quarter or year that a day lies in; as a range the day itself.

    Raises OverflowError or ValueError where the calendar ends.
    """
    match kind:
        case "week":
            year, week, _ = day.isocalendar()
            return _week(year, week)
        case "month":
            return _months(day.year, day.month, 1, kind)
        case "quarter":
            return _months(day.year, (day.month - 1) // 3 * 3 + 1, 3, kind)
        case "year":
            return _months(day.year, 1, 12, kind)
        case "range":
            return Period(day, day)


def parse(text: str) -> Period | None:
    """The period that a text means; None for what is none, ends before it begins, or is beyond
    any help desk: before FIRST_YEAR, after LAST_YEAR, or longer than MOST_YEARS.
    """
    for pattern, read in _WRITTEN.items():
        if match := re.fullmatch(pattern, text, re.ASCII):
            try:
                period = read(match.groupdict())
            except (ValueError, OverflowError):
                return None
            return period if _can_be(period) else None
    return None


def _can_be(period: Period) -> bool:
    return (
        period.first <= period.last
        and period.first.year >= FIRST_YEAR
        and period.last.year <= LAST_YEAR
        and period.last.year - period.first.year <= MOST_YEARS
    )


_YEAR = r"(?P<year>[0-9]{4})"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WRITTEN: Mapping[str, Callable[[dict[str, str]], Period]] = {
    _YEAR: lambda said: _months(int(said["year"]), 1, 12, "year"),
    rf"{_YEAR}-Q(?P<quarter>[1-4])": lambda said: _months(
        int(said["year"]), int(said["quarter"]) * 3 - 2, 3, "quarter"
    ),
    rf"{_YEAR}-(?P<month>[0-9]{{2}})": lambda said: _months(
        int(said["year"]), int(said["month"]), 1, "month"
    ),
    rf"{_YEAR}-W(?P<week>[0-9]{{2}})": lambda said: _week(int(said["year"]), int(said["week"])),
    rf"(?P<first>{_DAY})\.\.(?P<last>{_DAY})": lambda said: Period(
        date.fromisoformat(said["first"]), date.fromisoformat(said["last"])
    ),
}


def _week(year: int, week: int) -> Period:
    first = date.fromisocalendar(year, week, 1)
    return Period(first, first + timedelta(days=6), "week")


def _months(year: int, month: int, count: int, kind: Kind) -> Period:
    years, index = divmod(month - 1 + count, 12)
    return Period(date(year, month, 1), date(year + years, index + 1, 1) - DAY, kind)


def _a_year_before(day: date) -> date:
    """The same day of last year; of a leap day the day before."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
