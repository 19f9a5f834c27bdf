"""When which command is due: by a clock that only stands where a test puts it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.running.timetable import QUARTER, Timetable, calendar_in_force, quarter_of
from pipeline.settings.calendar import Calendar
from pipeline.settings.policy import Policy, load_policy
from pipeline.workspace import create_workspace

BERLIN = ZoneInfo("Europe/Berlin")
RUN, REPORTS, PRUNE = ("run", "--wait", "--quiet"), ("report", "due", "--wait"), ("prune",)
MONDAY = date(2026, 3, 30)  # the day after summer time began


def calendar(**more: object) -> Calendar:
    told = {"time_zone": "Europe/Berlin", "day_hours": 8, "hours": {"mon-fri": "09:00-17:00"}}
    return Calendar.model_validate(told | more)


def due_on(day: date, timetable: Timetable) -> dict[str, list[str]]:
    """By command the local times of a day at which it is due."""
    found: dict[str, list[str]] = {}
    moment = datetime(day.year, day.month, day.day, tzinfo=BERLIN).astimezone(UTC)
    while moment.astimezone(BERLIN).date() == day:
        for command in timetable.due(moment):
            found.setdefault(command[0], []).append(f"{moment.astimezone(BERLIN):%H:%M}")
        moment += QUARTER
    return found


def test_runs_and_alerts_in_opening_hours_and_an_hour_longer() -> None:
    found = due_on(MONDAY, Timetable(calendar()))
    assert (found["alert"][0], found["alert"][-1], len(found["alert"])) == ("09:00", "17:45", 36)
    assert found["run"] == ["04:00", *found["alert"]]
    assert found["report"] == [f"{hour:02}:30" for hour in range(24)]
    assert "prune" not in found


def test_nothing_on_a_day_without_opening_hours() -> None:
    closed = calendar(holidays=[{"date": "2026-03-30"}])
    assert due_on(MONDAY, Timetable(closed)) == {}
    assert due_on(MONDAY - timedelta(days=1), Timetable(calendar())) == {}


def test_hours_over_midnight_go_on_into_the_next_day() -> None:
    nights = Timetable(calendar(hours={"mon": "22:00-06:00"}))
    assert due_on(MONDAY, nights)["alert"][0] == "22:00"
    tuesday = due_on(MONDAY + timedelta(days=1), nights)
    assert (tuesday["run"][0], tuesday["run"][-1]) == ("00:00", "06:45")


def test_what_is_due_together_comes_in_its_order() -> None:
    timetable = Timetable(calendar(), fetches=True, prunes=True)
    half_past_nine = datetime(2026, 3, 30, 9, 30, tzinfo=BERLIN)
    assert timetable.due(half_past_nine) == [(*RUN, "--fetch"), ("alert",), REPORTS]
    assert timetable.due(datetime(2026, 3, 29, 3, 0, tzinfo=BERLIN)) == [PRUNE]


def test_a_night_s_run_looks_deep() -> None:
    four = datetime(2026, 3, 30, 4, 0, tzinfo=BERLIN)
    assert Timetable(calendar()).due(four) == [(*RUN, "--deep", "--compare")]
    assert Timetable(calendar(), fetches=True).due(four) == [
        (*RUN, "--fetch", "--deep", "--compare")
    ]
    for other in (four - QUARTER, four + QUARTER, four - timedelta(days=1)):
        assert Timetable(calendar()).due(other) == []


def test_where_a_night_is_open_the_deep_run_takes_the_place_of_another() -> None:
    nights = Timetable(calendar(hours={"mon": "03:00-06:00"}))
    four = datetime(2026, 3, 30, 4, 0, tzinfo=BERLIN)
    assert nights.due(four) == [(*RUN, "--deep", "--compare"), ("alert",)]
    assert nights.due(four + QUARTER) == [RUN, ("alert",)]


@pytest.mark.parametrize(
    ("clock", "quarter"), [("09:00:00", "09:00"), ("09:14:59.9", "09:00"), ("09:59:01", "09:45")]
)
def test_a_quarter_of_an_hour_begins_at_its_start(clock: str, quarter: str) -> None:
    moment = datetime.fromisoformat(f"2026-03-30T{clock}+00:00")
    assert quarter_of(moment) == datetime.fromisoformat(f"2026-03-30T{quarter}+00:00")


def test_the_calendar_is_that_of_the_version_in_force(tmp_path: Path) -> None:
    policy = load_policy(create_workspace(tmp_path / "desk").policy_file)
    first = policy.policies[0]
    later = first.model_copy(update={"valid_from": date(2026, 4, 1), "calendar": "nights"})
    changed = Policy.model_construct(
        calendars=policy.calendars | {"nights": calendar(hours={"mon": "22:00-06:00"})},
        policies=(first, later),
    )
    before = datetime(2026, 3, 31, 21, 59, tzinfo=UTC)
    assert calendar_in_force(changed, before) == policy.calendars[first.calendar]
    assert calendar_in_force(changed, before + timedelta(minutes=1)) == changed.calendars["nights"]
