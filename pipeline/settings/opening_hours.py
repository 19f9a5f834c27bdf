"""Open hours of a week: `mon-fri: "09:00-17:00"`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, InstanceOf, TypeAdapter

from pipeline.settings.model import from_text

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES

_SPAN = re.compile(r"(\d{1,2}):([0-5]\d)\s*[-–]\s*(\d{1,2}):([0-5]\d)", re.ASCII)


@dataclass(frozen=True)
class Interval:
    """Open from `opens` until before `closes`, in minutes after local midnight.

    `closes` exceeds 1440 where the shift ends on the next day. Raises ValueError.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        is_whole_day = (self.opens, self.closes) == (0, DAY_MINUTES)
        if not (
            0 <= self.opens < DAY_MINUTES
            and (0 < self.closes - self.opens < DAY_MINUTES or is_whole_day)
        ):
            raise ValueError(f"{self.opens} to {self.closes} minutes is not a span of a day")

    def __str__(self) -> str:
        """The text from which `parse_interval` makes the same interval."""
        closes = self.closes if self.closes <= DAY_MINUTES else self.closes - DAY_MINUTES
        return f"{_clock(self.opens)}-{_clock(closes)}"


def parse_interval(text: str) -> Interval:
    """`09:00-17:00`; `22:00-06:00` ends on the next day. Raises ValueError."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        remedy = 'write opening and closing time, e.g. "09:00-17:00"'
        raise ValueError(f"{text!r} is not a span of hours; {remedy}")
    opens, closes = (int(found[i]) * 60 + int(found[i + 1]) for i in (1, 3))
    if opens >= DAY_MINUTES or closes > DAY_MINUTES:
        raise ValueError(f"{text!r} is beyond the day; hours go from 00:00 to 24:00")
    if opens == closes:
        raise ValueError(f'{text!r} opens and closes at once; for a whole day write "00:00-24:00"')
    return Interval(opens, closes if opens < closes else closes + DAY_MINUTES)


def parse_weekdays(text: str) -> tuple[int, ...]:
    """`mon` → (0,), `mon-wed` → (0, 1, 2), `sat-mon` → (5, 6, 0). Raises ValueError."""
    ends = [part.strip() for part in text.lower().split("-")]
    if len(ends) > 2 or not set(ends) <= set(WEEKDAYS):
        remedy = f"write one of {', '.join(WEEKDAYS)}, or a range such as mon-fri"
        raise ValueError(f"{text!r} is not a weekday; {remedy}")
    first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
    if len(ends) == 2 and first == last:
        raise ValueError(f"{text!r} could be a day or a week; write '{ends[0]}', or e.g. mon-sun")
    return tuple((first + offset) % 7 for offset in range((last - first) % 7 + 1))


def check_day(intervals: Iterable[Interval]) -> None:
    """Raises ValueError where intervals of one day overlap."""
    _check_overlaps([(span.opens, span.closes, str(span)) for span in intervals])


def check_week(hours: Mapping[int, Iterable[Interval]]) -> None:
    """Raises ValueError where intervals overlap, past midnight too, or where there is none."""
    week = [
        (day * DAY_MINUTES + span.opens, day * DAY_MINUTES + span.closes, f"{WEEKDAYS[day]} {span}")
        for day, intervals in hours.items()
        for span in intervals
    ]
    if not week:
        raise ValueError("has no open hour in the whole week, so a clock would never run")
    opens, closes, label = min(week)
    _check_overlaps([*week, (opens + WEEK_MINUTES, closes + WEEK_MINUTES, label)])


def _check_overlaps(spans: Iterable[tuple[int, int, str]]) -> None:
    overlaps = [
        f"{earlier} and {later} overlap"
        for (_, closes, earlier), (opens, _, later) in pairwise(sorted(spans))
        if opens < closes
    ]
    if overlaps:
        raise ValueError("; ".join(overlaps))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _as_list(value: object) -> object:
    return (value,) if isinstance(value, str | Interval) else value


def _in_order(intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
    return tuple(sorted(intervals, key=lambda interval: interval.opens))


Intervals = Annotated[
    tuple[Annotated[InstanceOf[Interval], from_text(parse_interval)], ...],
    BeforeValidator(_as_list),
    AfterValidator(_in_order),
]
"""The type of a setting that holds a day's intervals: one text, or a list."""

_WRITTEN_HOURS = TypeAdapter(dict[Annotated[tuple[int, ...], from_text(parse_weekdays)], Intervals])


def _expand(written: object) -> object:
    """From what people write, `{"mon-fri": "09:00-17:00"}`, to intervals by weekday."""
    if not isinstance(written, Mapping) or any(isinstance(key, int) for key in written):
        return written
    intervals = _WRITTEN_HOURS.validate_python(written)
    hours: dict[int, tuple[Interval, ...]] = {}
    named_by: dict[int, str] = {}
    for key in written:
        for day in parse_weekdays(key):
            if day in named_by:
                raise ValueError(
                    f"{WEEKDAYS[day]} is named twice, in '{named_by[day]}' and '{key}'"
                )
            named_by[day] = key
            hours[day] = intervals[parse_weekdays(key)]
    return hours


def _checked_week(hours: dict[int, tuple[Interval, ...]]) -> dict[int, tuple[Interval, ...]]:
    check_week(hours)
    return hours


WeekHours = Annotated[
    dict[Annotated[int, Field(ge=0, le=6)], Intervals],
    BeforeValidator(_expand),
    AfterValidator(_checked_week),
]
"""The type of a setting that holds a week's open hours, by weekday (Monday = 0)."""
