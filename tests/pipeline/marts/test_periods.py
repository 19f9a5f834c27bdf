"""Periods: written and read, what came before, and a year ago."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.marts.periods import Kind, Period, containing, parse

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
KINDS: tuple[Kind, ...] = ("week", "month", "quarter", "year")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2026-02-27..2026-03-02", date(2026, 2, 27), date(2026, 3, 2)),
    ],
)
def test_a_period_is_written_and_read(text: str, first: date, last: date) -> None:
    period = parse(text)
    assert period is not None
    assert (period.first, period.last, str(period)) == (first, last, text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "26", "2026-13", "2026-Q5", "2026-W54", "2025-W53", "2026-W00", "9999", "0000"),
        *("1969", "3000", "0001-01-01..2026-11-30", "2026-01-01..9999-12-31"),
        *("2026-03-02..2026-03-01", "2026-02-29..2026-03-01", "2026-9", "２０２６", "2026-09 "),
    ],
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert parse(text) is None


@given(DAYS, st.sampled_from(KINDS))
def test_a_period_holds_its_day_and_follows_the_one_before(day: date, kind: Kind) -> None:
    period = containing(day, kind)
    assert period.first <= day <= period.last
    assert parse(str(period)) == period
    assert period.before().last == period.first - timedelta(days=1)
    assert period.before().kind == kind


@given(DAYS, st.integers(0, 800))
def test_the_range_before_has_as_many_days(first: date, more: int) -> None:
    period = Period(first, first + timedelta(days=more))
    assert period.before().day_count == period.day_count
    assert period.before().last + timedelta(days=1) == first


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2026", "2025"),
        ("2026-Q1", "2025-Q1"),
        ("2024-02", "2023-02"),
        ("2026-W53", "2025-W52"),
        ("2024-02-29..2024-03-01", "2023-02-28..2023-03-01"),
    ],
)
def test_a_year_before(text: str, before: str) -> None:
    period = parse(text)
    assert period is not None
    assert str(period.a_year_before()) == before
