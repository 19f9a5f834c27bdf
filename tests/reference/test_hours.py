"""Opening hours against counting every second, and by hand where a clock change cuts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.clocks import due_at, elapsed_seconds
from tests.reference.hours import Calendar, Interval, total
from tests.strategies.calendars import CALENDARS
from tests.strategies.tickets import MOMENTS

SECOND = timedelta(seconds=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass(frozen=True)
class Office:
    """Hours told twice: as the policy writes them, and as minutes after midnight by weekday."""

    zone: str
    written: dict[str, Any]
    minutes: dict[int, tuple[tuple[int, int], ...]]

    def calendar(self) -> Calendar:
        return Calendar("office", {"time_zone": self.zone, "day_hours": 8, "hours": self.written})

    def is_open(self, second: datetime) -> bool:
        """Look at the clock on the wall."""
        wall = second.astimezone(ZoneInfo(self.zone))
        minute = wall.hour * 60 + wall.minute
        today = self.minutes.get(wall.weekday(), ())
        yesterday = self.minutes.get((wall.weekday() - 1) % 7, ())
        return any(opens <= minute < closes for opens, closes in today) or any(
            opens <= minute + 1440 < closes for opens, closes in yesterday
        )


# None of these opens or closes within a gap or a fold: there the wall alone does not tell.
OFFICES = {
    "Berlin by day": Office(
        "Europe/Berlin", {"mon-fri": "09:00-17:00"}, dict.fromkeys(range(5), ((540, 1020),))
    ),
    "Berlin by night": Office(
        "Europe/Berlin", {"mon-sun": "22:00-06:00"}, dict.fromkeys(range(7), ((1320, 1800),))
    ),
    "Berlin without end": Office(
        "Europe/Berlin", {"mon-sun": "00:00-24:00"}, dict.fromkeys(range(7), ((0, 1440),))
    ),
    "New York, weekends split": Office(
        "America/New_York",
        {"sat-sun": ["00:00-01:30", "04:00-12:00", "20:00-24:00"]},
        dict.fromkeys((5, 6), ((0, 90), (240, 720), (1200, 1440))),
    ),
    "Kolkata": Office(
        "Asia/Kolkata", {"mon-sat": "09:30-18:30"}, dict.fromkeys(range(6), ((570, 1110),))
    ),
    "Jerusalem": Office(
        "Asia/Jerusalem",
        {"sun-thu": "08:30-17:00", "fri": "00:00-13:00"},
        {**dict.fromkeys((6, 0, 1, 2, 3), ((510, 1020),)), 4: ((0, 780),)},
    ),
    "Cairo": Office(
        "Africa/Cairo", {"mon-sun": "18:00-24:00"}, dict.fromkeys(range(7), ((1080, 1440),))
    ),
    "Lord Howe": Office(
        "Australia/Lord_Howe", {"mon-sun": "20:00-05:00"}, dict.fromkeys(range(7), ((1200, 1740),))
    ),
    "Havana": Office(
        "America/Havana", {"sat-mon": "12:00-08:00"}, dict.fromkeys((5, 6, 0), ((720, 1920),))
    ),
}


@pytest.mark.parametrize("name", OFFICES)
def test_open_seconds_are_those_that_a_clock_on_the_wall_shows(name: str) -> None:
    office, rnd = OFFICES[name], Random(name)
    calendar = office.calendar()
    for around in rnd.sample(MOMENTS, 6):
        start = around + timedelta(seconds=rnd.randrange(-5400, 3600))
        end = start + timedelta(seconds=rnd.randrange(1, 7200))
        seconds = [start + SECOND * at for at in range(total([(start, end)]))]
        counted = [office.is_open(second) for second in seconds]
        assert calendar.open_seconds(start, end) == sum(counted)
        assert [calendar.is_open(second) for second in seconds[:5]] == counted[:5]
        if any(counted):
            assert calendar.next_opening(start) == seconds[counted.index(True)]


@pytest.mark.parametrize("name", OFFICES)
def test_a_year_by_minutes(name: str) -> None:
    office, calendar = OFFICES[name], OFFICES[name].calendar()
    start = utc("2024-03-01")
    for weeks in (4, 33):  # spring and autumn, with their clock changes
        begin = start + timedelta(weeks=weeks - 3)
        minutes = [begin + timedelta(minutes=at) for at in range(0, 3 * 7 * 1440, 15)]
        counted = sum(office.is_open(minute) for minute in minutes) * 15 * 60
        assert calendar.open_seconds(begin, begin + timedelta(weeks=3)) == counted


@pytest.mark.parametrize(
    ("calendar_id", "day", "hours", "expected"),
    [
        # Weekday hours, both offsets of Berlin, and literal CET.
        ("dedicated_support", "2024-03-29", 24, ["29T08:00 29T16:00"]),
        ("dedicated_support", "2024-04-01", 24, ["01T07:00 01T15:00"]),
        ("dedicated_support", "2024-03-30", 48, []),
        ("cet", "2024-07-01", 24, ["01T08:00 01T16:00"]),
        # 02:30 in the gap is 03:30; 02:45 to 03:15 would end before it begins; the rest overlaps.
        ("small_hours", "2024-03-31", 20, ["31T00:00 31T03:00"]),
        # 02:30 and 02:45 in the fold are the first ones.
        ("small_hours", "2024-10-27", 20, ["26T23:00 27T00:30", "27T00:45 27T04:00"]),
        # The nights of the short hour (none from Good Friday runs into it) and of the long one.
        ("night", "2024-03-30", 48, ["30T21:00 31T04:00"]),
        ("night", "2024-10-26", 48, ["25T22:00 26T04:00", "26T20:00 27T05:00"]),
        # Good Friday takes the shift that begins on it, and leaves the one that ends on it.
        ("night", "2024-03-28", 60, ["27T23:00 28T05:00", "28T21:00 29T05:00"]),
        # Women's Day in Berlin; a leap day's own hours; a day off; an open Sunday; hours on a
        # holiday.
        ("split", "2024-03-08", 24, []),
        ("split", "2024-02-29", 24, ["29T06:00 29T08:00", "29T19:00 29T23:00"]),
        ("split", "2024-12-02", 24, []),
        ("split", "2024-11-24", 24, ["24T08:00 24T11:00"]),
        ("split", "2024-10-03", 24, ["03T08:00 03T09:00"]),
        # Cairo: midnight of 26 April does not come, the last hour of 31 October comes twice.
        ("cairo", "2024-04-25", 36, ["24T22:00 24T23:30", "25T16:00 26T01:00"]),
        ("cairo", "2024-10-31", 36, ["31T20:00 01T02:00"]),
        # Lord Howe: half an hour is skipped, and 02:15 is 02:45.
        (
            "lord_howe",
            "2024-10-06",
            23,
            ["05T13:30 05T15:15", "05T15:45 05T18:00", "06T09:00 06T11:00"],
        ),
        # Havana: 10 March begins at one.
        ("havana", "2024-03-09", 36, ["10T05:00 10T10:00"]),
    ],
)
def test_by_hand(calendar_id: str, day: str, hours: int, expected: list[str]) -> None:
    """What is open in so many hours from the midnight of that day, in UTC."""
    calendar = Calendar(calendar_id, CALENDARS[calendar_id])
    begin = calendar.midnight(date.fromisoformat(day))
    opened = calendar.open_intervals(begin, begin + timedelta(hours=hours))
    assert [f"{opens:%dT%H:%M} {closes:%dT%H:%M}" for opens, closes in opened] == expected


def test_a_closed_day_of_25_hours() -> None:
    calendar = Calendar("havana", CALENDARS["havana"])
    midnight = calendar.midnight(date(2024, 11, 3))
    assert midnight == utc("2024-11-03T04:00")  # the first of two
    assert calendar.midnight(date(2024, 11, 4)) - midnight == timedelta(hours=25)
    assert calendar.next_opening(midnight) == utc("2024-11-04T05:00")


PAUSES = st.lists(st.tuples(st.integers(0, 14400), st.integers(0, 2000)), max_size=3)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(
    calendar_id=st.sampled_from(sorted(CALENDARS)),
    clock=st.sampled_from(("business", "wall", "wall_from_opening")),
    around=st.sampled_from(MOMENTS),
    offset=st.integers(-129600, 129600),
    target=st.integers(1, 60) | st.sampled_from((1800, 3600, 7200, 14400, 28800, 57600)),
    drawn=PAUSES,
)
def test_due_is_the_first_instant_at_which_the_clock_reaches_its_target(
    calendar_id: str,
    clock: str,
    around: datetime,
    offset: int,
    target: int,
    drawn: list[tuple[int, int]],
) -> None:
    calendar = Calendar(calendar_id, CALENDARS[calendar_id])
    start = around + SECOND * offset
    pauses: list[Interval] = []
    at = start
    for after, length in drawn:
        pauses.append((at + SECOND * after, at + SECOND * (after + length)))
        at = pauses[-1][1]
    due = due_at(clock, calendar, start, target, pauses)
    assert elapsed_seconds(clock, calendar, start, due, pauses) == target
    assert elapsed_seconds(clock, calendar, start, due - SECOND, pauses) == target - 1
