from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.settings.moments import parse_day, parse_instant, parse_time_zone


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_day_is_read_in_both_notations(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    assert parse_day(f" {day.day}.{day.month:02}.{day.year:04} ") == day


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-02-30", "'2026-02-30' is not a day of the calendar"),
        ("31.02.2026", "'31.02.2026' is not a day of the calendar"),
        ("12/24/2026", "'12/24/2026' is not a date; write e.g. 2026-12-24 or 24.12.2026"),
        ("20261224", "'20261224' is not a date"),
        ("1577836800", "'1577836800' is not a date"),
        ("2026-12-24 10:00", "'2026-12-24 10:00' is not a date"),
        ("24.12.26", "'24.12.26' is not a date"),
        ("1899-12-31", "'1899-12-31' lies before 1900; is the year right?"),
    ],
)
def test_what_is_no_day(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_day(text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-24T08:30:00Z",
        "2026-12-24 08:30:00Z",
        "2026-12-24T09:30:00+01:00",
        " 2026-12-24T08:30:00.999Z ",
        "2026-12-24T08:30Z",
    ],
)
def test_an_instant_is_utc_in_whole_seconds(text: str) -> None:
    instant = parse_instant(text)
    assert instant == datetime(2026, 12, 24, 8, 30, tzinfo=UTC)
    assert instant.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("2026-12-24T08:30:00", "has no offset"),
        ("2026-12-24", "has no offset"),
        ("24.12.2026 08:30", "is not a date and time; write e.g. 2026-12-24T09:30:00+01:00"),
        ("soon", "is not a date and time"),
        ("0001-01-01T00:00:00+14:00", "is out of range"),
    ],
)
def test_what_is_no_instant(text: str, fragment: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_instant(text)
    assert repr(text) in str(caught.value)
    assert fragment in str(caught.value)


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "America/Phoenix", "Etc/GMT-1", "CET"])
def test_time_zones(name: str) -> None:
    assert parse_time_zone(name) == name


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("Berlin", "did you mean 'Europe/Berlin'?"),
        ("new york", "did you mean 'America/New_York'?"),
        ("europe/berlin", "did you mean 'Europe/Berlin'?"),
        ("Europe/Berln", "did you mean 'Europe/Berlin'?"),
        ("+01:00", "write e.g. Europe/Berlin or UTC"),
        ("../../etc/passwd", "write e.g. Europe/Berlin or UTC"),
        ("Europe", "is not an IANA time zone"),
    ],
)
def test_what_is_no_time_zone(text: str, remedy: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_time_zone(text)
    assert f"{text!r} is not an IANA time zone" in str(caught.value)
    assert remedy in str(caught.value)
