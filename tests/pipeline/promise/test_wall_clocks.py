"""What the clock on the wall shows, against the zones themselves."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from pipeline.promise.wall_clocks import wall_clocks

FIRST_DAY, LAST_DAY = date(2023, 12, 31), date(2024, 12, 31)


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        ("Europe/Berlin", ["03-31T01:00", "10-27T01:00"]),
        ("America/New_York", ["03-10T07:00", "11-03T06:00"]),
        ("Asia/Kolkata", []),
        ("Australia/Lord_Howe", ["04-06T15:00", "10-05T15:30"]),
        ("Africa/Cairo", ["04-25T22:00", "10-31T21:00"]),
    ],
)
def test_the_pieces_are_gapless_and_cut_where_the_clock_changes(
    zone: str, changes: list[str]
) -> None:
    pieces = list(wall_clocks(zone, FIRST_DAY, LAST_DAY))

    assert pieces[0].started_at == datetime(2023, 12, 31, tzinfo=UTC)
    assert pieces[-1].ended_at == datetime(2025, 1, 1, tzinfo=UTC)
    assert all(earlier.ended_at == later.started_at for earlier, later in pairwise(pieces))
    cuts = [piece.started_at for piece in pieces if piece.started_at.strftime("%H:%M") != "00:00"]
    assert [f"{cut:%m-%dT%H:%M}" for cut in cuts] == changes
    for piece in pieces:
        last_second = piece.ended_at - timedelta(seconds=1)
        assert piece.utc_date == piece.started_at.date() == last_second.date()
        for instant in (piece.started_at, last_second):
            wall = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=UTC)
            assert wall - instant == timedelta(seconds=piece.utc_offset_seconds)
