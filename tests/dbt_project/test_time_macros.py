"""What macros/time.sql counts of instants, beside Python's own calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from tests.dbt_project.test_conventions import PROJECT

MACROS = Environment().from_string((PROJECT / "macros" / "time.sql").read_text("utf-8")).module
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
BESIDE_MIDNIGHT = [
    datetime(year, 3, 31, tzinfo=UTC) + timedelta(microseconds=step)
    for year in (1969, 1970, 2026)
    for step in (-1, 0, 1)
]


@pytest.fixture(scope="module")
def session() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def asked(session: duckdb.DuckDBPyConnection, macro: str, *given: datetime) -> object:
    names = [f"${number}" for number in range(1, len(given) + 1)]
    sql = getattr(MACROS, f"default__{macro}")(*(f"cast({each} as timestamptz)" for each in names))
    [(found,)] = session.execute(f"select {sql}", list(given)).fetchall()
    return found


def whole_seconds(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(seconds=1)


@given(started_at=INSTANTS, ended_at=INSTANTS)
def test_seconds_between(
    session: duckdb.DuckDBPyConnection, started_at: datetime, ended_at: datetime
) -> None:
    expected = whole_seconds(ended_at) - whole_seconds(started_at)
    assert asked(session, "seconds_between", started_at, ended_at) == expected


@given(instant=INSTANTS)
def test_utc_date(session: duckdb.DuckDBPyConnection, instant: datetime) -> None:
    assert asked(session, "utc_date", instant) == instant.date()


@pytest.mark.parametrize("instant", BESIDE_MIDNIGHT)
def test_beside_midnight(session: duckdb.DuckDBPyConnection, instant: datetime) -> None:
    day: date = instant.date()
    assert asked(session, "utc_date", instant) == day
    midnight = datetime(day.year, 3, 31, tzinfo=UTC)
    seconds = -1 if instant < midnight else 0
    assert asked(session, "seconds_between", midnight, instant) == seconds
