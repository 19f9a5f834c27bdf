"""The demo on any day: it ends at the last full hour of work, and something is due soon."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.sample.relations import relate
from pipeline.sample.sample import DEMO_SEED, DEMO_TICKETS, write_demo
from pipeline.sample.story import tell
from pipeline.sample.timeline import last_working_hour
from pipeline.settings.workspace import load_settings
from pipeline.workspace import Workspace

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "hour"),
    [
        ("2026-11-25T14:59:59", "2026-11-25T14:00"),
        ("2026-11-25T09:00", "2026-11-25T09:00"),
        ("2026-11-25T08:59:59", "2026-11-24T16:00"),
        ("2026-11-25T17:00", "2026-11-25T16:00"),
        ("2026-11-29T13:00", "2026-11-27T16:00"),  # a Sunday
        ("2026-12-26T12:00", "2026-12-24T16:00"),  # holidays, and a Saturday
        ("2027-01-01T12:00", "2026-12-31T16:00"),
        ("2027-03-29T10:00", "2027-03-25T16:00"),  # Easter Monday, clocks changed
    ],
)
def test_the_last_full_hour_of_work(now: str, hour: str) -> None:
    assert last_working_hour(berlin(now).astimezone(UTC)) == berlin(hour)


@pytest.mark.parametrize(
    "end",
    ["2026-11-23T09:00", "2026-12-31T16:00", "2027-01-04T09:00", "2027-03-30T12:00"],
)
def test_something_is_overdue_and_something_due_soon(end: str) -> None:
    story = tell(DEMO_TICKETS, DEMO_SEED, berlin(end))
    with relate(story) as database:
        found = database.execute(
            "select epoch(to_timestamp(due_at)) - $1 from responses"
            " where closed_by = 'owed' and due_at is not null",
            [story.cast.timeline.end],
        ).fetchall()
    left = [timedelta(seconds=seconds) for (seconds,) in found]
    assert sum(one < timedelta() for one in left) >= 5
    assert sum(timedelta() <= one <= timedelta(hours=1) for one in left) >= 4
    assert sum(one > timedelta(hours=1) for one in left) >= 5


def test_a_moment_makes_the_same_workspace_again_and_a_whole_one(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_demo(tmp_path / name, berlin("2026-11-25T14:00"))
    first, second = (
        {
            str(path.relative_to(tmp_path / name)): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("a", "b")
    )
    assert first == second
    note = first["reports/notes/2026-10/K-1003.md"].decode()
    assert 1 <= note.count("\n## ") <= 2  # as many late tickets as a number alone names
    settings = load_settings(Workspace(tmp_path / "a"))
    assert settings.config.as_of == "latest"
    (absence,) = settings.register.absences
    assert absence.valid_from == date(2026, 11, 25) < absence.valid_until
