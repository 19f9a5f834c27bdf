"""Local times become instants exactly as zoneinfo has it, in folds and gaps too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.landing.local_time import offset_pieces, offset_sql
from tests.pipeline.landing.help_desk import HelpDesk, SourceStandIn, event, events_csv

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Phoenix",
)
FIRST = datetime(1970, 1, 3)  # noqa: DTZ001 - a wall clock
LAST = datetime(2099, 12, 28)  # noqa: DTZ001


def as_zoneinfo_has_it(local: datetime, time_zone: str) -> datetime:
    return local.replace(tzinfo=ZoneInfo(time_zone), fold=0).astimezone(UTC)


def converted(local: list[datetime], time_zone: str) -> list[datetime]:
    with duckdb.connect() as connection:
        connection.execute("create table times (number integer, local timestamp)")
        connection.executemany("insert into times values (?, ?)", list(enumerate(local)))
        offset = offset_sql("local", time_zone)
        rows = connection.execute(
            f"select local - to_seconds({offset}) from times order by number"
        ).fetchall()
    return [row[0].replace(tzinfo=UTC) for row in rows]


@pytest.mark.parametrize("time_zone", ZONES)
@settings(max_examples=6, deadline=None)
@given(
    anywhere=st.lists(st.datetimes(FIRST, LAST), max_size=50),
    around=st.lists(st.tuples(st.integers(0), st.integers(-8000, 8000)), max_size=50),
)
def test_as_zoneinfo(
    time_zone: str, anywhere: list[datetime], around: list[tuple[int, int]]
) -> None:
    changes = [piece.since for piece in offset_pieces(time_zone)[1:]]
    local = [moment.replace(microsecond=0) for moment in anywhere]
    if changes:
        local += [changes[i % len(changes)] + timedelta(seconds=s) for i, s in around]
        local += [c + timedelta(seconds=s) for c in changes[:60] for s in (-3600, -1, 0, 1800)]
    if local:
        expected = [as_zoneinfo_has_it(moment, time_zone) for moment in local]
        assert converted(local, time_zone) == expected


WRITTEN = {
    "2025-06-01T10:00:00Z": "2025-06-01 10:00:00",
    "2025-06-01 10:00:00Z": "2025-06-01 10:00:00",
    "2025-06-01 10:00:00 UTC": "2025-06-01 10:00:00",
    "2025-06-01T10:00:00.999999999Z": "2025-06-01 10:00:00",
    "2025-06-01T10:00:00+02": "2025-06-01 08:00:00",
    "2025-06-01 10:00:00.5+0200": "2025-06-01 08:00:00",
    "2025-06-01 10:00:00 +02:00": "2025-06-01 08:00:00",
    "2025-06-01T10:00:00-03:30": "2025-06-01 13:30:00",
    "2025-06-01T10:00:00": "2025-06-01 08:00:00",
    "2025-12-01 10:00:00.9": "2025-12-01 09:00:00",
    "2025-10-26 02:30:00": "2025-10-26 00:30:00",  # twice: the earlier
    "2025-10-26T02:30:00+01:00": "2025-10-26 01:30:00",
    "2025-10-26 03:00:00": "2025-10-26 02:00:00",
    "2025-03-30 02:30:00": "2025-03-30 01:30:00",  # never: shifted forward
    "2025-03-30 03:00:00": "2025-03-30 01:00:00",
}


def test_ways_to_write_a_time(desk: HelpDesk) -> None:
    desk.source = SourceStandIn(time_zone="Europe/Berlin")
    rows = [event(n, occurred_at=text) for n, text in enumerate(WRITTEN)]
    desk.land_only("events.csv", events_csv(*rows))
    found = [row["occurred_at"] for row in desk.read("generic_events")]
    expected = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in WRITTEN.values()]
    assert found == expected


def test_the_zone_is_the_sources(desk: HelpDesk) -> None:
    desk.source = SourceStandIn(time_zone="America/Phoenix")
    desk.land_only("events.csv", events_csv(event(1, occurred_at="2025-06-01 10:00:00")))
    (row,) = desk.read("generic_events")
    assert row["occurred_at"] == datetime(2025, 6, 1, 17, tzinfo=UTC)


def test_parquet_knows_its_own_times(desk: HelpDesk) -> None:
    desk.source = SourceStandIn(time_zone="Europe/Berlin")
    path = desk.write("events.parquet", b"")
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'Asia/Tokyo'")
        connection.execute(
            "copy (select 'e1' as event_id, 1.0::double as ticket_id, 'note' as kind, "
            "timestamp '2025-10-26 02:30:00.75' as occurred_at, "
            "timestamptz '2025-06-01 10:00:00+02' as updated_at, {'a': [1]} as extra) "
            f"to '{path}' (format parquet)"
        )
    (row,) = desk.read("generic_events")
    assert row["occurred_at"] == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert row["updated_at"] == datetime(2025, 6, 1, 8, tzinfo=UTC)
    assert row["ticket_id"] == "1"
