"""Calendars leave Python as data: each one a gapless partition of time.

Pieces are cut at UTC midnight, local midnight, openings and closings, so that exactly one piece
holds an instant, tells its local day and how many open seconds came before. The clock of a
response is then two look-ups and a subtraction, and no model needs to know a time zone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import holidays

from pipeline.settings.policy import Calendar, CountryHolidays, Interval, SpecialDay

BUCKET_SECONDS = 3600
"""Width, in open seconds, of the keys by which the models find a due time."""

_WEEKEND = (5, 6)


class Segment(NamedTuple):
    """One piece of a calendar's time: all open or all closed, within one UTC and one local day."""

    utc_date: date
    local_date: date
    started_at: datetime
    ended_at: datetime
    is_open: bool
    closed_reason: str | None  # outside_hours, weekend, closed_day or holiday
    holiday_name: str | None
    open_seconds_before: int  # open seconds of the calendar before this piece
    next_opening_at: datetime | None  # of a closed piece
    next_opening_day_closes_at: datetime | None  # the last closing of the day that it opens


class OpenBucket(NamedTuple):
    """The part of open time found under one key: `open_bucket` counts hours of open time."""

    open_bucket: int
    started_at: datetime
    open_seconds_from: int
    open_seconds_until: int


@dataclass(frozen=True)
class _Span:
    """Open time without a break."""

    opened_at: datetime
    closed_at: datetime
    day_closes_at: datetime  # when the last shift closes of those that open on its first day


@dataclass(frozen=True)
class _SpecialDay:
    intervals: tuple[Interval, ...]
    name: str | None


def expand(calendar: Calendar, first_day: date, last_day: date) -> list[Segment]:
    """The calendar's segments from the start of `first_day` to the end of `last_day`, UTC days."""
    special_days = _special_days(calendar, first_day, last_day)
    zone = ZoneInfo(calendar.time_zone)
    # Two days more on either side: no zone is further than a day from UTC, and a shift that opened
    # the evening before may still be open.
    local_days = list(_days(first_day - timedelta(days=2), last_day + timedelta(days=2)))
    open_spans = _open_spans(calendar, special_days, zone, local_days)
    first_instant = datetime.combine(first_day, time(), UTC)
    last_instant = datetime.combine(last_day + timedelta(days=1), time(), UTC)
    cuts = {datetime.combine(day, time(), UTC) for day in _days(first_day, last_day)}
    cuts |= {_instant(day, 0, zone) for day in local_days}
    cuts |= {instant for span in open_spans for instant in (span.opened_at, span.closed_at)}
    instants = sorted(cut for cut in cuts | {last_instant} if first_instant <= cut <= last_instant)
    return list(_segments(calendar, special_days, zone, instants, open_spans))


def open_buckets(segments: list[Segment]) -> Iterator[OpenBucket]:
    """The open segments under each hour of open time that they touch.

    The instant at which the calendar has counted `n` open seconds lies in the bucket
    `floor((n - 1) / BUCKET_SECONDS)`, in the piece with `open_seconds_from < n <=
    open_seconds_until`: a count reached exactly at closing time belongs to closing time.
    """
    for segment in segments:
        if not segment.is_open:
            continue
        seconds_from = segment.open_seconds_before
        seconds_until = seconds_from + _seconds(segment.started_at, segment.ended_at)
        for bucket in range(seconds_from // BUCKET_SECONDS, -(-seconds_until // BUCKET_SECONDS)):
            yield OpenBucket(bucket, segment.started_at, seconds_from, seconds_until)


def local_midnight(day: date, time_zone: str) -> datetime:
    """The UTC instant at which a day begins in a zone."""
    return _instant(day, 0, ZoneInfo(time_zone))


def _segments(
    calendar: Calendar,
    special_days: dict[date, _SpecialDay],
    zone: ZoneInfo,
    instants: list[datetime],
    open_spans: list[_Span],
) -> Iterator[Segment]:
    open_seconds = 0
    spans = iter(open_spans)
    span = next(spans, None)
    for started_at, ended_at in pairwise(instants):
        while span is not None and span.closed_at <= started_at:
            span = next(spans, None)
        is_open = span is not None and span.opened_at <= started_at
        next_span = None if is_open else span
        local_date = started_at.astimezone(zone).date()
        special_day = special_days.get(local_date)
        yield Segment(
            utc_date=started_at.date(),
            local_date=local_date,
            started_at=started_at,
            ended_at=ended_at,
            is_open=is_open,
            closed_reason=None if is_open else _closed_reason(calendar, local_date, special_day),
            holiday_name=special_day.name if special_day else None,
            open_seconds_before=open_seconds,
            next_opening_at=next_span.opened_at if next_span else None,
            next_opening_day_closes_at=next_span.day_closes_at if next_span else None,
        )
        if is_open:
            open_seconds += _seconds(started_at, ended_at)


def _closed_reason(calendar: Calendar, day: date, special_day: _SpecialDay | None) -> str:
    if special_day:
        return "holiday"
    if calendar.hours.get(day.weekday()):
        return "outside_hours"
    return "weekend" if day.weekday() in _WEEKEND else "closed_day"


def _open_spans(
    calendar: Calendar,
    special_days: dict[date, _SpecialDay],
    zone: ZoneInfo,
    local_days: list[date],
) -> list[_Span]:
    """Opening hours as disjoint, ordered spans; a shift belongs to the day on which it opens."""
    shifts: list[_Span] = []
    for day in local_days:
        special_day = special_days.get(day)
        intervals = special_day.intervals if special_day else calendar.hours.get(day.weekday(), ())
        opened = [
            (opened_at, closed_at)
            for interval in intervals
            if (opened_at := _instant(day, interval.opens, zone))
            < (closed_at := _instant(day, interval.closes, zone))
        ]
        for opened_at, closed_at in opened:
            shifts.append(_Span(opened_at, closed_at, max(closing for _, closing in opened)))
    spans: list[_Span] = []
    # In the order of instants: a clock change may move an opening past the next one.
    for shift in sorted(shifts, key=lambda shift: (shift.opened_at, shift.closed_at)):
        if spans and shift.opened_at <= spans[-1].closed_at:
            last = spans.pop()
            spans.append(replace(last, closed_at=max(last.closed_at, shift.closed_at)))
        else:
            spans.append(shift)
    return spans


def _special_days(calendar: Calendar, first_day: date, last_day: date) -> dict[date, _SpecialDay]:
    """Holidays and special days by local date; a day named by its date outranks a country's."""
    years = range(first_day.year - 1, last_day.year + 2)
    days: dict[date, _SpecialDay] = {}
    for entry in calendar.holidays:
        if isinstance(entry, CountryHolidays):
            # In the country's own language: by default names would follow the machine's.
            language = holidays.country_holidays(entry.country).default_language
            found = holidays.country_holidays(
                entry.country, subdiv=entry.subdivision, years=years, language=language
            )
            days |= {day: _SpecialDay((), name) for day, name in found.items()}
    for entry in calendar.holidays:
        if isinstance(entry, SpecialDay):
            country_name = days[entry.date].name if entry.date in days else None
            days[entry.date] = _SpecialDay(entry.intervals, entry.name or country_name)
    return days


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """A local wall time in UTC: the earlier instant in a fold, shifted forward in a gap."""
    day_offset, minute_of_day = divmod(minutes, 24 * 60)
    hour, minute = divmod(minute_of_day, 60)
    local = datetime.combine(day + timedelta(days=day_offset), time(hour, minute), zone)
    return local.astimezone(UTC)


def _days(first_day: date, last_day: date) -> Iterator[date]:
    for offset in range((last_day - first_day).days + 1):
        yield first_day + timedelta(days=offset)


def _seconds(started_at: datetime, ended_at: datetime) -> int:
    return int((ended_at - started_at).total_seconds())
