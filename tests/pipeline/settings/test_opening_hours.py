from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.settings.opening_hours import (
    DAY_MINUTES,
    WEEK_MINUTES,
    WEEKDAYS,
    Interval,
    check_day,
    check_week,
    parse_interval,
    parse_weekdays,
)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    opens = draw(st.integers(0, DAY_MINUTES - 1))
    longest = DAY_MINUTES if opens == 0 else DAY_MINUTES - 1
    return Interval(opens, opens + draw(st.integers(1, longest)))


@pytest.mark.parametrize(
    ("text", "opens", "closes"),
    [
        ("09:00-17:00", 540, 1020),
        ("9:00 - 17:00", 540, 1020),
        ("09:00–17:00", 540, 1020),
        ("17:00-09:00", 1020, 1980),
        ("22:00-06:00", 1320, 1800),
        ("18:00-00:00", 1080, 1440),
        ("18:00-24:00", 1080, 1440),
        ("00:00-24:00", 0, 1440),
    ],
)
def test_an_interval_from_its_text(text: str, opens: int, closes: int) -> None:
    assert parse_interval(text) == Interval(opens, closes)


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("9-17", 'not a span of hours; write opening and closing time, e.g. "09:00-17:00"'),
        ("22:00", "not a span of hours"),
        ("09:00:00-17:00:00", "not a span of hours"),
        ("09:60-17:00", "not a span of hours"),
        ("closed", "not a span of hours"),
        ("24:00-06:00", "beyond the day; hours go from 00:00 to 24:00"),
        ("09:00-24:01", "beyond the day"),
        ("09:00-09:00", 'opens and closes at once; for a whole day write "00:00-24:00"'),
    ],
)
def test_what_is_no_interval(text: str, fragment: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_interval(text)
    assert repr(text) in str(caught.value)
    assert fragment in str(caught.value)


@pytest.mark.parametrize(
    ("opens", "closes"), [(-1, 60), (1440, 1500), (60, 60), (60, 30), (60, 1500), (0, 1441)]
)
def test_minutes_that_are_no_interval(opens: int, closes: int) -> None:
    with pytest.raises(ValueError):
        Interval(opens, closes)


@given(intervals())
def test_an_interval_is_read_as_it_is_written(interval: Interval) -> None:
    assert parse_interval(str(interval)) == interval


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon", (0,)),
        ("SUN", (6,)),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("sat-sun", (5, 6)),
        ("fri-mon", (4, 5, 6, 0)),
        ("sun-sat", (6, 0, 1, 2, 3, 4, 5)),
    ],
)
def test_weekdays_from_their_text(text: str, days: tuple[int, ...]) -> None:
    assert parse_weekdays(text) == days


@pytest.mark.parametrize("text", ["", "0", "Mo-Fr", "monday", "mon,tue", "mon-tue-wed", "mon-mon"])
def test_what_is_no_weekday(text: str) -> None:
    with pytest.raises(ValueError):
        parse_weekdays(text)


@given(st.sampled_from(WEEKDAYS), st.sampled_from(WEEKDAYS))
def test_a_range_goes_on_day_by_day(first: str, last: str) -> None:
    if first == last:
        return
    days = parse_weekdays(f"{first}-{last}")
    assert WEEKDAYS[days[0]] == first
    assert WEEKDAYS[days[-1]] == last
    assert all((day + 1) % 7 == after for day, after in pairwise(days))
    assert len(set(days)) == len(days)


def test_intervals_that_touch_do_not_overlap() -> None:
    check_day([Interval(780, 1080), Interval(540, 780)])
    check_week({6: (Interval(1320, 1800),), 0: (Interval(360, 720),)})


@given(st.dictionaries(st.integers(0, 6), st.lists(intervals(), max_size=2), max_size=7))
def test_overlaps_are_those_minutes_of_the_week_that_are_open_twice(
    hours: dict[int, list[Interval]],
) -> None:
    minutes = [
        (day * DAY_MINUTES + minute) % WEEK_MINUTES
        for day, spans in hours.items()
        for span in spans
        for minute in range(span.opens, span.closes)
    ]
    if minutes and len(set(minutes)) == len(minutes):
        check_week(hours)
    else:
        with pytest.raises(ValueError, match=r"overlap" if minutes else "no open hour"):
            check_week(hours)
