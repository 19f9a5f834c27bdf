"""Calendars as data, against the plain counting of the reference and by hand.

The reference knows the hours as policy.yml writes them and shares no code with the calendars.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.promise.calendars import (
    BUCKET_SECONDS,
    OpenBucket,
    Segment,
    expand,
    local_midnight,
    open_buckets,
)
from pipeline.settings.policy import Calendar
from tests.reference import hours as reference

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Jerusalem",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "America/Havana",
)
DAYS = (
    date(2023, 12, 31),
    date(2024, 2, 29),
    date(2024, 3, 10),  # New York, Havana: summer
    date(2024, 3, 29),  # Jerusalem: summer; Good Friday
    date(2024, 3, 31),  # Berlin: summer
    date(2024, 4, 7),  # Lord Howe: winter
    date(2024, 4, 26),  # Cairo: summer, at midnight
    date(2024, 10, 3),  # a holiday in Germany
    date(2024, 10, 6),  # Lord Howe: summer
    date(2024, 10, 27),  # Berlin, Jerusalem: winter
    date(2024, 10, 31),  # Cairo: winter, at midnight
    date(2024, 11, 3),  # New York, Havana: winter
)

quick = settings(deadline=None, derandomize=True, max_examples=120)


@dataclass(frozen=True)
class Expanded:
    """A calendar as the policy writes it, and what became of it in a stretch of UTC days."""

    written: dict[str, Any]
    first_day: date
    last_day: date

    @property
    def begin(self) -> datetime:
        return datetime.combine(self.first_day, time(), UTC)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last_day + DAY, time(), UTC)

    @property
    def segments(self) -> list[Segment]:
        return expand(Calendar.model_validate(self.written), self.first_day, self.last_day)

    @property
    def plain(self) -> reference.Calendar:
        return reference.Calendar("calendar", self.written)

    def local_date(self, instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(self.written["time_zone"])).date()


def text(opens: int, length: int) -> str:
    """Hours as the policy writes them, from minutes after the day's midnight."""
    closes = opens + length
    ends = closes if closes <= DAY_MINUTES else closes - DAY_MINUTES
    return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (opens, ends))


@st.composite
def spans(draw: st.DrawFn, length: int, most: int) -> list[tuple[int, int]]:
    """Disjoint spans on half hours, as beginning and length; now and then they touch."""
    cuts = st.lists(st.integers(0, length // 30), min_size=2, max_size=most, unique=True)
    ends = sorted(draw(cuts))
    step = draw(st.sampled_from((1, 2)))
    return [(begin * 30, (end - begin) * 30) for begin, end in list(pairwise(ends))[::step]]


@st.composite
def week_hours(draw: st.DrawFn) -> dict[str, list[str]]:
    """Split and overnight shifts, whole days, and days without any."""
    shift = draw(st.integers(0, 47)) * 30
    hours: dict[str, list[str]] = {}
    for begin, length in draw(spans(WEEK_MINUTES, 16)):
        weekday, opens = divmod((begin + shift) % WEEK_MINUTES, DAY_MINUTES)
        longest = DAY_MINUTES - 30 if opens else DAY_MINUTES
        hours.setdefault(WEEKDAYS[weekday], []).append(text(opens, min(length, longest)))
    return hours


@st.composite
def special_day(draw: st.DrawFn, day: date) -> dict[str, Any]:
    """A day off, or one with hours of its own, overnight too."""
    written: dict[str, Any] = {"date": day}
    if draw(st.booleans()):
        shift = draw(st.integers(0, 23)) * 30
        written["hours"] = [
            text(begin + shift, min(length, DAY_MINUTES - 30))
            for begin, length in draw(spans(DAY_MINUTES, 4))
            if begin + shift < DAY_MINUTES
        ]
    return written


@st.composite
def expanded(draw: st.DrawFn) -> Expanded:
    """Any hours, holidays and special days in any of the zones, around an odd day."""
    day = draw(st.sampled_from(DAYS))
    offsets = draw(st.lists(st.integers(-2, 3), unique=True, max_size=3))
    country = draw(
        st.sampled_from((None, {"country": "DE"}, {"country": "DE", "subdivision": "BE"}))
    )
    written = {
        "time_zone": draw(st.sampled_from(ZONES)),
        "day_hours": 8,
        "hours": draw(week_hours()),
        "holidays": [
            *([country] if country else []),
            *(draw(special_day(day + offset * DAY)) for offset in offsets),
        ],
    }
    first_day = day - draw(st.integers(0, 2)) * DAY
    return Expanded(written, first_day, day + draw(st.integers(0, 3)) * DAY)


@quick
@given(expanded())
def test_pieces_follow_each_other_without_a_gap_within_one_utc_and_one_local_day(
    calendar: Expanded,
) -> None:
    segments = calendar.segments

    assert segments[0].started_at == calendar.begin
    assert segments[-1].ended_at == calendar.end
    assert all(earlier.ended_at == later.started_at for earlier, later in pairwise(segments))
    for segment in segments:
        last_second = segment.ended_at - SECOND
        assert segment.started_at <= last_second
        assert segment.utc_date == segment.started_at.date() == last_second.date()
        assert segment.local_date == calendar.local_date(segment.started_at)
        assert segment.local_date == calendar.local_date(last_second)


@quick
@given(expanded(), st.lists(st.integers(0, 6 * DAY // SECOND), max_size=20))
def test_exactly_one_piece_holds_an_instant_and_tells_day_openness_and_count(
    calendar: Expanded, drawn: list[int]
) -> None:
    segments, plain = calendar.segments, calendar.plain
    edges = {segment.started_at for segment in segments}
    edges |= {segment.ended_at - SECOND for segment in segments}
    instants = edges | {calendar.begin + seconds * SECOND for seconds in drawn}

    for instant in (instant for instant in instants if instant < calendar.end):
        # as the models join it
        [held] = [
            segment
            for segment in segments
            if segment.utc_date == instant.date()
            and segment.started_at <= instant < segment.ended_at
        ]
        counted = held.open_seconds_before
        counted += (instant - held.started_at) // SECOND if held.is_open else 0
        assert held.is_open == plain.is_open(instant)
        assert held.local_date == plain.local_day(instant)
        assert counted == plain.open_seconds(calendar.begin, instant)


@quick
@given(expanded())
def test_a_closed_piece_knows_the_next_opening_and_an_open_one_none(calendar: Expanded) -> None:
    for segment in calendar.segments:
        opening = calendar.plain.next_opening(segment.started_at)
        if segment.is_open:
            assert segment.next_opening_at is None
            assert segment.closed_reason is None
        elif opening < calendar.end or segment.next_opening_at:
            assert segment.next_opening_at == opening


@quick
@given(expanded())
def test_a_closed_piece_knows_the_last_closing_of_the_day_that_opens_next(
    calendar: Expanded,
) -> None:
    days = [calendar.first_day + number * DAY for number in range(-3, 16)]
    # a shift belongs to the day on which it opens
    shifts = {day: opened_on(calendar.written, day) for day in days}

    for segment in calendar.segments:
        if segment.next_opening_at is None:
            assert segment.next_opening_day_closes_at is None
            continue
        closings = {
            max(closes for _, closes in of_day)
            for of_day in shifts.values()
            if any(opens == segment.next_opening_at for opens, _ in of_day)
        }
        assert segment.next_opening_day_closes_at in closings


def opened_on(written: dict[str, Any], day: date) -> list[reference.Interval]:
    """The shifts that open on a local day, as instants; wall times by the reference."""
    plain = reference.Calendar("calendar", written)
    midnight = datetime.combine(day, time(), ZoneInfo(written["time_zone"]))
    found = []
    for opens, closes in plain.wall_hours(day):
        begin, end = (
            (midnight + timedelta(minutes=minutes)).astimezone(UTC) for minutes in (opens, closes)
        )
        if begin < end:
            found.append((begin, end))
    return found


@pytest.mark.parametrize(
    ("instant", "closes"),
    [
        ("2024-11-04T17:00", "2024-11-05T16:00"),  # Monday evening: Tuesday 17:00
        ("2024-11-05T06:00", "2024-11-05T16:00"),  # before it opens, by the evening
        ("2024-11-06T16:00", "2024-11-08T03:00"),  # Thursday's shift ends on Friday at 4:00
        ("2024-11-08T12:00", "2024-11-11T16:00"),  # over the weekend
        ("2024-12-23T17:00", "2024-12-24T11:00"),  # Christmas Eve, until noon
        ("2024-12-30T17:00", "2025-01-03T03:00"),  # neither New Year's Eve nor New Year's Day
    ],
)
def test_the_last_closing_of_the_next_opening_day_by_hand(instant: str, closes: str) -> None:
    at = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    segments = expand(Calendar.model_validate(SHOP), at.date(), at.date() + 14 * DAY)

    [held] = [segment for segment in segments if segment.started_at <= at < segment.ended_at]

    assert held.next_opening_day_closes_at == datetime.fromisoformat(closes).replace(tzinfo=UTC)


def test_after_a_lunch_break_the_day_closes_in_the_evening() -> None:
    written = {
        "time_zone": "Europe/Berlin",
        "day_hours": 8,
        "hours": {"mon": ["09:00-12:00", "13:00-18:00"]},
    }
    monday = date(2024, 11, 4)
    segments = expand(Calendar.model_validate(written), monday, monday)

    [lunch] = [segment for segment in segments if segment.started_at.hour == 11]

    assert lunch.next_opening_at == datetime(2024, 11, 4, 12, tzinfo=UTC)
    assert lunch.next_opening_day_closes_at == datetime(2024, 11, 4, 17, tzinfo=UTC)


@quick
@given(expanded(), st.lists(st.integers(1, 6 * DAY // SECOND), max_size=20))
def test_any_count_of_open_seconds_is_found_in_one_bucket_at_the_instant_that_reaches_it(
    calendar: Expanded, drawn: list[int]
) -> None:
    buckets: dict[int, list[OpenBucket]] = {}
    for bucket in open_buckets(calendar.segments):
        buckets.setdefault(bucket.open_bucket, []).append(bucket)
    opened = calendar.plain.open_intervals(calendar.begin, calendar.end)
    total = reference.total(opened)
    edges = {bucket.open_seconds_until for found in buckets.values() for bucket in found}
    edges |= set(range(BUCKET_SECONDS, total, BUCKET_SECONDS))
    counts = {1, *drawn, *edges, *(edge + 1 for edge in edges)}

    for number, found in buckets.items():
        for bucket in found:  # none but those that touch the bucket
            assert bucket.open_seconds_from < (number + 1) * BUCKET_SECONDS
            assert bucket.open_seconds_until > number * BUCKET_SECONDS
    for count in counts:
        found = [
            bucket
            for bucket in buckets.get((count - 1) // BUCKET_SECONDS, [])
            if bucket.open_seconds_from < count <= bucket.open_seconds_until
        ]
        reached = [
            bucket.started_at + (count - bucket.open_seconds_from) * SECOND for bucket in found
        ]
        assert reached == ([_reached_at(opened, count)] if count <= total else [])


def _reached_at(opened: list[reference.Interval], count: int) -> datetime:
    """The first instant at which so many seconds of open time have passed."""
    for begin, end in opened:
        seconds = (end - begin) // SECOND
        if count <= seconds:
            return begin + count * SECOND
        count -= seconds
    raise AssertionError("there is not so much open time")


def opened(written: dict[str, Any], first_day: str, last_day: str) -> list[str]:
    """The open pieces of some UTC days, readable."""
    calendar = Calendar.model_validate({"day_hours": 8, **written})
    segments = expand(calendar, date.fromisoformat(first_day), date.fromisoformat(last_day))
    return [
        f"{segment.started_at:%dT%H:%M} {segment.ended_at:%dT%H:%M}"
        for segment in segments
        if segment.is_open
    ]


@pytest.mark.parametrize(
    ("zone", "hours", "days", "expected"),
    [
        # Weekdays in winter and in summer time; Sunday is closed.
        ("Europe/Berlin", {"mon-fri": "09:00-17:00"}, "2024-03-29", ["29T08:00 29T16:00"]),
        ("Europe/Berlin", {"mon-fri": "09:00-17:00"}, "2024-04-01", ["01T07:00 01T15:00"]),
        ("Europe/Berlin", {"mon-fri": "09:00-17:00"}, "2024-03-31", []),
        ("Europe/Berlin", {"thu": "09:00-17:00"}, "2024-02-29", ["29T08:00 29T16:00"]),
        # The night that lost an hour and the one that gained one, cut at midnight here and there.
        (
            "Europe/Berlin",
            {"sat": "22:00-06:00"},
            "2024-03-30/2024-03-31",
            ["30T21:00 30T23:00", "30T23:00 31T00:00", "31T00:00 31T04:00"],
        ),
        (
            "Europe/Berlin",
            {"sat": "22:00-06:00"},
            "2024-10-26/2024-10-27",
            ["26T20:00 26T22:00", "26T22:00 27T00:00", "27T00:00 27T05:00"],
        ),
        # 02:30 does not come and is 03:30; where it comes twice, the first is meant.
        ("Europe/Berlin", {"sun": "02:30-04:00"}, "2024-03-31", ["31T01:30 31T02:00"]),
        ("Europe/Berlin", {"sun": "02:30-04:00"}, "2024-10-27", ["27T00:30 27T03:00"]),
        # A shift that would close before it opens is none.
        (
            "Europe/Berlin",
            {"sun": ["02:45-03:15", "05:00-06:00"]},
            "2024-03-31",
            ["31T03:00 31T04:00"],
        ),
        ("Asia/Kolkata", {"mon": "09:30-18:30"}, "2024-03-04", ["04T04:00 04T13:00"]),
        # Cairo has no midnight on 26 April and the hour before it twice on 31 October.
        ("Africa/Cairo", {"thu": "18:00-24:00"}, "2024-04-25", ["25T16:00 25T22:00"]),
        ("Africa/Cairo", {"fri": "00:00-02:00"}, "2024-04-25/2024-04-26", ["25T22:00 25T23:00"]),
        ("Africa/Cairo", {"thu": "22:00-24:00"}, "2024-10-31", ["31T19:00 31T22:00"]),
        # Half an hour of summer time.
        ("Australia/Lord_Howe", {"sun": "00:00-05:00"}, "2024-10-05", ["05T13:30 05T18:00"]),
        # Midnight comes twice.
        (
            "America/Havana",
            {"sun": "00:00-24:00"},
            "2024-11-03/2024-11-04",
            ["03T04:00 04T00:00", "04T00:00 04T05:00"],
        ),
    ],
)
def test_by_hand(zone: str, hours: dict[str, Any], days: str, expected: list[str]) -> None:
    first_day, _, last_day = days.partition("/")

    assert opened({"time_zone": zone, "hours": hours}, first_day, last_day or first_day) == expected


def test_a_shift_moved_forward_by_the_gap_does_not_shorten_the_next() -> None:
    hours = {"sun": ["02:30-02:50", "03:00-05:00"]}  # the former is at 03:30, within the latter

    written = {"time_zone": "Europe/Berlin", "hours": hours}

    assert opened(written, "2024-03-31", "2024-03-31") == ["31T01:00 31T03:00"]


def test_nobody_waits_for_a_shift_that_would_close_before_it_opens() -> None:
    written = {
        "time_zone": "Europe/Berlin",
        "day_hours": 8,
        "hours": {"sun": ["02:45-03:15", "05:00-06:00"]},
    }
    sunday = date(2024, 3, 31)  # the former would be from 03:45 to 03:15
    segments = expand(Calendar.model_validate(written), sunday, sunday)

    before = {segment.next_opening_at for segment in segments if segment.started_at.hour < 3}
    assert before == {datetime(2024, 3, 31, 3, tzinfo=UTC)}


SHOP = {
    "time_zone": "Europe/Berlin",
    "day_hours": 8,
    "hours": {"mon-wed": "09:00-17:00", "thu": "22:00-04:00"},
    "holidays": [
        {"country": "DE", "subdivision": "BE"},
        {"date": date(2024, 10, 3), "hours": "10:00-11:00", "name": "Notdienst"},
        {"date": date(2024, 12, 24), "hours": "09:00-12:00", "name": "Heiligabend"},
        {"date": date(2024, 12, 31)},
    ],
}


@pytest.mark.parametrize(
    ("instant", "is_open", "closed_reason", "holiday_name"),
    [
        ("2024-11-04T07:59:59", False, "outside_hours", None),
        ("2024-11-04T08:00:00", True, None, None),
        ("2024-11-04T16:00:00", False, "outside_hours", None),
        ("2024-11-07T10:00:00", False, "outside_hours", None),  # Thursday, open at night
        ("2024-11-08T02:59:59", True, None, None),
        ("2024-11-08T03:00:00", False, "closed_day", None),  # Friday
        ("2024-11-09T10:00:00", False, "weekend", None),
        ("2024-11-10T10:00:00", False, "weekend", None),
        ("2024-10-03T08:30:00", True, None, "Notdienst"),
        ("2024-10-03T09:00:00", False, "holiday", "Notdienst"),
        ("2024-12-24T08:00:00", True, None, "Heiligabend"),
        ("2024-12-24T11:00:00", False, "holiday", "Heiligabend"),
        ("2024-12-31T10:00:00", False, "holiday", None),
    ],
)
def test_why_it_is_closed(
    instant: str, is_open: bool, closed_reason: str | None, holiday_name: str | None
) -> None:
    at = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    segments = expand(Calendar.model_validate(SHOP), at.date(), at.date())

    [held] = [segment for segment in segments if segment.started_at <= at < segment.ended_at]

    assert (held.is_open, held.closed_reason) == (is_open, closed_reason)
    assert held.holiday_name == holiday_name


def holiday_names(*holidays: dict[str, Any]) -> set[str | None]:
    """The names on 3 October, a holiday in Germany, by local time."""
    day = date(2024, 10, 3)
    segments = expand(Calendar.model_validate(SHOP | {"holidays": holidays}), day, day)
    return {segment.holiday_name for segment in segments if segment.local_date == day}


def test_holidays_are_named_in_their_own_language_on_every_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for language in ("C.UTF-8", "de_DE.UTF-8", "uk_UA.UTF-8"):
        monkeypatch.setenv("LANG", language)
        assert holiday_names({"country": "DE"}) == {"Tag der Deutschen Einheit"}


def test_a_day_with_its_own_hours_keeps_the_holidays_name_unless_it_has_one() -> None:
    country, day = {"country": "DE"}, {"date": date(2024, 10, 3), "hours": "10:00-11:00"}

    assert holiday_names(day) == {None}
    assert holiday_names(country, day) == holiday_names(country) != {None}
    assert holiday_names(country, day | {"name": "Notdienst"}) == {"Notdienst"}


def test_holidays_of_a_state_are_not_those_of_the_country() -> None:
    hours = {"fri": "09:00-17:00"}  # 8 March 2024, Women's Day in Berlin
    country: dict[str, Any] = {"time_zone": "Europe/Berlin", "hours": hours}
    country["holidays"] = [{"country": "DE"}]
    state = country | {"holidays": [{"country": "DE", "subdivision": "BE"}]}

    assert opened(country, "2024-03-08", "2024-03-08") == ["08T08:00 08T16:00"]
    assert opened(state, "2024-03-08", "2024-03-08") == []


def test_longer_stretches_of_time_cut_the_same_pieces() -> None:
    shop = Calendar.model_validate(SHOP)
    year = expand(shop, date(2024, 1, 1), date(2024, 12, 31))
    week = expand(shop, date(2024, 12, 23), date(2024, 12, 29))
    [before] = {
        segment.open_seconds_before for segment in year if segment.started_at == week[0].started_at
    }

    def cut(segments: list[Segment], already: int = 0) -> list[dict[str, Any]]:
        return [
            segment._asdict() | {"open_seconds_before": segment.open_seconds_before - already}
            for segment in segments
            if week[0].started_at <= segment.started_at < week[-1].ended_at
        ]

    assert cut(year, before) == cut(week)


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        (date(2024, 3, 31), "Europe/Berlin", "2024-03-30T23:00"),
        (date(2024, 4, 1), "Europe/Berlin", "2024-03-31T22:00"),
        (date(2024, 4, 26), "Africa/Cairo", "2024-04-25T22:00"),  # it begins at one
        (date(2024, 11, 3), "America/Havana", "2024-11-03T04:00"),  # the first of two
        (date(2024, 2, 29), "Asia/Kolkata", "2024-02-28T18:30"),
    ],
)
def test_local_midnight(day: date, zone: str, expected: str) -> None:
    assert local_midnight(day, zone) == datetime.fromisoformat(expected).replace(tzinfo=UTC)
