"""Segments by hand, and against the plain counting of the reference, which shares no code."""

import itertools
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from tests.pipeline.explanation.made_up import Leg, response_id, write_snapshot
from tests.reference.clocks import elapsed
from tests.reference.hours import Calendar, Interval, union, without

CALENDARS: dict[str, dict[str, Any]] = {
    "berlin": {
        "time_zone": "Europe/Berlin",
        "day_hours": 8,
        "hours": {"mon-tue": ["09:00-12:00", "13:00-17:00"], "thu-fri": "09:00-17:00"},
        "holidays": [
            {"country": "DE"},
            {"date": date(2024, 12, 24), "hours": "09:00-12:00", "name": "Heiligabend"},
            {"date": date(2024, 12, 31)},
        ],
    },
    "nights": {
        "time_zone": "America/New_York",
        "day_hours": 8,
        "hours": {"mon-sun": "22:00-06:00"},
    },
    "lord_howe": {
        "time_zone": "Australia/Lord_Howe",
        "day_hours": 6,
        "hours": {"mon-sun": ["00:00-01:45", "02:15-05:00", "20:00-22:00"]},
    },
    "always": {"time_zone": "Asia/Kolkata", "day_hours": 24, "hours": {"mon-sun": "00:00-24:00"}},
}
REFERENCE = {name: Calendar(name, written) for name, written in CALENDARS.items()}
DAYS = (date(2024, 9, 1), date(2025, 2, 1))
Told = tuple[str, str, str, str | None, str | None]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def told(snapshot: Path, number: int = 0) -> list[Told]:
    """The segments of a leg, times in UTC."""
    frame = marts.response_segments(EVERYBODY, snapshot, [response_id(number)])
    return [
        (
            f"{row['started_at']:%a %H:%M:%S}",
            f"{row['ended_at']:%a %H:%M:%S}",
            row["state"],
            row["why"] if isinstance(row["why"], str) else None,
            row["holiday_name"] if isinstance(row["holiday_name"], str) else None,
        )
        for row in frame.to_dict("records")
    ]


def snapshot_of(folder: Path, *legs: Leg) -> Path:
    return write_snapshot(folder / "snapshot.duckdb", CALENDARS, legs, DAYS)


def test_every_reason_for_which_a_calendar_is_closed(tmp_path: Path) -> None:
    """Monday to Monday over Christmas: local time is an hour ahead of what is told here."""
    leg = Leg("berlin", "business", utc("2024-12-23T11:30"), utc("2024-12-30T08:00:01"))

    assert told(snapshot_of(tmp_path, leg)) == [
        ("Mon 11:30:00", "Mon 12:00:00", "closed", "outside_hours", None),
        ("Mon 12:00:00", "Mon 16:00:00", "running", None, None),
        ("Mon 16:00:00", "Mon 23:00:00", "closed", "outside_hours", None),
        ("Mon 23:00:00", "Tue 08:00:00", "closed", "holiday", "Heiligabend"),
        ("Tue 08:00:00", "Tue 11:00:00", "running", None, None),
        ("Tue 11:00:00", "Tue 23:00:00", "closed", "holiday", "Heiligabend"),
        ("Tue 23:00:00", "Wed 23:00:00", "closed", "holiday", "Erster Weihnachtstag"),
        ("Wed 23:00:00", "Thu 23:00:00", "closed", "holiday", "Zweiter Weihnachtstag"),
        ("Thu 23:00:00", "Fri 08:00:00", "closed", "outside_hours", None),
        ("Fri 08:00:00", "Fri 16:00:00", "running", None, None),
        ("Fri 16:00:00", "Fri 23:00:00", "closed", "outside_hours", None),
        ("Fri 23:00:00", "Sun 23:00:00", "closed", "weekend", None),
        ("Sun 23:00:00", "Mon 08:00:00", "closed", "outside_hours", None),
        ("Mon 08:00:00", "Mon 08:00:01", "running", None, None),
    ]


def test_a_weekday_off_and_a_day_off_without_a_name(tmp_path: Path) -> None:
    leg = Leg("berlin", "business", utc("2024-12-30T16:00"), utc("2025-01-02T08:00"))
    wednesday = Leg("berlin", "business", utc("2024-12-03T16:00"), utc("2024-12-05T08:00"))
    snapshot = snapshot_of(tmp_path, leg, wednesday)

    assert told(snapshot)[1:3] == [
        ("Mon 23:00:00", "Tue 23:00:00", "closed", "holiday", None),
        ("Tue 23:00:00", "Wed 23:00:00", "closed", "holiday", "Neujahr"),
    ]
    assert told(snapshot, 1)[1] == ("Tue 23:00:00", "Wed 23:00:00", "closed", "closed_day", None)


PAUSE = ((utc("2024-11-04T15:30"), utc("2024-11-05T08:30")),)


def test_closed_hours_in_a_pause_stay_closed_on_a_business_clock(tmp_path: Path) -> None:
    leg = Leg("berlin", "business", utc("2024-11-04T15:00"), utc("2024-11-05T09:00"), PAUSE)

    assert told(snapshot_of(tmp_path, leg)) == [
        ("Mon 15:00:00", "Mon 15:30:00", "running", None, None),
        ("Mon 15:30:00", "Mon 16:00:00", "paused", "on_hold", None),
        ("Mon 16:00:00", "Tue 08:00:00", "closed", "outside_hours", None),
        ("Tue 08:00:00", "Tue 08:30:00", "paused", "on_hold", None),
        ("Tue 08:30:00", "Tue 09:00:00", "running", None, None),
    ]


def test_a_wall_clock_knows_no_hours(tmp_path: Path) -> None:
    leg = Leg("berlin", "wall", utc("2024-11-04T15:00"), utc("2024-11-05T09:00"), PAUSE)

    assert told(snapshot_of(tmp_path, leg)) == [
        ("Mon 15:00:00", "Mon 15:30:00", "running", None, None),
        ("Mon 15:30:00", "Tue 08:30:00", "paused", "on_hold", None),
        ("Tue 08:30:00", "Tue 09:00:00", "running", None, None),
    ]


def test_a_clock_that_waits_for_the_opening_is_not_paused_before_it(tmp_path: Path) -> None:
    early = ((utc("2024-11-03T20:00"), utc("2024-11-04T09:00")),)
    leg = Leg(
        "berlin", "wall_from_opening", utc("2024-11-03T15:00"), utc("2024-11-05T03:00"), early
    )
    over = Leg("berlin", "wall_from_opening", utc("2024-11-03T15:00"), utc("2024-11-04T07:00"))
    open_already = Leg(
        "berlin", "wall_from_opening", utc("2024-11-04T15:00"), utc("2024-11-05T03:00")
    )
    snapshot = snapshot_of(tmp_path, leg, over, open_already)

    assert told(snapshot) == [
        ("Sun 15:00:00", "Sun 23:00:00", "closed", "weekend", None),
        ("Sun 23:00:00", "Mon 08:00:00", "closed", "outside_hours", None),
        ("Mon 08:00:00", "Mon 09:00:00", "paused", "on_hold", None),
        ("Mon 09:00:00", "Tue 03:00:00", "running", None, None),
    ]
    assert [state for _, _, state, *_ in told(snapshot, 1)] == ["closed", "closed"]
    assert told(snapshot, 2) == [("Mon 15:00:00", "Tue 03:00:00", "running", None, None)]


def test_without_a_target_nothing_is_paused(tmp_path: Path) -> None:
    leg = Leg(
        "berlin",
        "business",
        utc("2024-11-04T15:00"),
        utc("2024-11-04T16:00"),
        pauses=PAUSE,
        has_target=False,
    )

    assert told(snapshot_of(tmp_path, leg)) == [
        ("Mon 15:00:00", "Mon 16:00:00", "running", None, None)
    ]


def test_no_time_at_all_has_no_segment(tmp_path: Path) -> None:
    at = utc("2024-11-04T15:00")
    snapshot = snapshot_of(tmp_path, Leg("berlin", "business", at, at, ((at, at),)))

    assert told(snapshot) == []


def test_only_what_the_scope_has(tmp_path: Path) -> None:
    leg = Leg("berlin", "wall", utc("2024-11-04T15:00"), utc("2024-11-05T09:00"))
    snapshot = snapshot_of(tmp_path, leg, leg)
    scope = Scope(frozenset({"K-1"}))

    assert set(marts.response_segments(scope, snapshot)["response_id"]) == {response_id(1)}
    assert marts.response_segments(scope, snapshot, [response_id(0)]).empty
    assert len(marts.response_segments(EVERYBODY, snapshot)) == 2


# The failure names its leg: nothing is won by shrinking all the others.
PHASES = (Phase.explicit, Phase.generate)
CHECKS = list(HealthCheck)

# In these times clocks change everywhere, holidays fall and years turn.
INSTANTS = st.builds(
    lambda day, second: datetime(2024, 10, 1, tzinfo=UTC) + timedelta(days=day, seconds=second),
    st.integers(0, 100),
    st.one_of(st.integers(0, 86_399), st.integers(0, 95).map(lambda quarter: quarter * 900)),
)


@st.composite
def legs(draw: st.DrawFn) -> Leg:
    """A leg of any length, with pauses that do not overlap but may touch, or have no length."""
    started_at, ended_at = sorted((draw(INSTANTS), draw(INSTANTS)))
    cuts = sorted(draw(st.lists(INSTANTS, max_size=6)))
    pauses = [
        pair
        for pair, is_pause in zip(
            itertools.pairwise(cuts), draw(st.lists(st.booleans())), strict=False
        )
        if is_pause
    ]
    return Leg(
        draw(st.sampled_from(sorted(CALENDARS))),
        draw(st.sampled_from(["business", "wall", "wall_from_opening"])),
        started_at,
        ended_at,
        tuple(pauses),
    )


def test_what_runs_is_what_the_reference_runs(tmp_path: Path) -> None:
    seen: set[str] = set()
    numbers = itertools.count()

    @settings(max_examples=8, deadline=None, suppress_health_check=CHECKS, phases=PHASES)
    @given(st.lists(legs(), min_size=60, max_size=60))
    def check(drawn: list[Leg]) -> None:
        folder = tmp_path / str(next(numbers))  # what is published is never written again
        folder.mkdir()
        frame = marts.response_segments(EVERYBODY, snapshot_of(folder, *drawn))
        seen.update(frame["state"])
        for number, leg in enumerate(drawn):
            own = frame[frame["response_id"] == response_id(number)]
            told = own[own["state"] == "running"][["started_at", "ended_at"]]
            assert [tuple(row) for row in told.itertuples(index=False)] == expected(leg), leg

    check()
    assert seen == {"running", "closed", "paused"}


def expected(leg: Leg) -> list[Interval]:
    """The stretches in which the leg's clock runs, counted plainly."""
    ran = elapsed(leg.clock, REFERENCE[leg.calendar_id], leg.started_at, leg.ended_at)
    return union(without(union(ran), list(leg.pauses)))
