from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from pipeline.sample.sample import ENDS_AT
from pipeline.sample.timeline import Timeline

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return Timeline(ENDS_AT)


def at(text: str) -> int:
    """UTC seconds of a Berlin wall time."""
    return int(datetime.fromisoformat(text).replace(tzinfo=BERLIN).timestamp())


def is_open(moment: int) -> bool:
    wall = datetime.fromtimestamp(moment, UTC).astimezone(BERLIN)
    return wall.weekday() < 5 and 9 <= wall.hour < 17


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-10-30T10:00", 30, "2026-10-30T10:30"),
        ("2026-10-30T16:50", 20, "2026-11-02T09:10"),  # over the weekend
        ("2026-10-23T16:50", 20, "2026-10-26T09:10"),  # and over the end of summer time
        ("2026-10-30T03:00", 5, "2026-10-30T09:05"),
        ("2026-10-31T12:00", 5, "2026-11-02T09:05"),
        ("2026-11-02T09:10", -20, "2026-10-30T16:50"),
    ],
)
def test_time_passes_in_opening_hours_only(
    timeline: Timeline, start: str, minutes: int, end: str
) -> None:
    found = timeline.promised.after(np.array([at(start)]), np.array([minutes * 60]))
    assert found.tolist() == [at(end)]


def test_open_seconds_are_those_of_a_plain_count(timeline: Timeline) -> None:
    start = at("2026-03-26T00:00")  # summer time begins on the 29th
    moments = np.arange(start, start + 6 * 86400, 600)
    counted = np.cumsum([600 * is_open(int(moment)) for moment in moments])
    passed = timeline.promised.passed(moments)
    assert (passed[1:] - passed[0]).tolist() == counted[:-1].tolist()
    assert timeline.promised.is_open(moments).tolist() == [is_open(int(one)) for one in moments]


def test_nobody_works_on_holidays_but_the_promise_goes_on(timeline: Timeline) -> None:
    good_friday, tuesday = at("2026-04-03T09:00"), at("2026-04-07T09:00")
    span = np.array([good_friday, tuesday])
    assert np.diff(timeline.promised.passed(span)).tolist() == [2 * 8 * 3600]
    assert np.diff(timeline.worked.passed(span)).tolist() == [0]


def test_days_of_the_timeline_are_berlins(timeline: Timeline) -> None:
    assert (timeline.days[0].isoformat(), timeline.days[-1].isoformat()) == (
        "2025-10-01",
        "2026-10-30",
    )
    assert all(
        timeline.days[position] == datetime.fromtimestamp(moment, BERLIN).date()
        and timeline.midnights[position] <= moment
        for moment in (at("2025-10-01T00:00"), at("2026-03-29T23:59"), at("2026-10-25T02:30"))
        for position in timeline.position_at(np.array([moment]))
    )
    assert [timeline.month(*day).isoformat() for day in ((0, 31), (1, 31), (8, 31), (8, 5))] == [
        "2026-10-31",
        "2026-09-30",
        "2026-02-28",
        "2026-02-05",
    ]
