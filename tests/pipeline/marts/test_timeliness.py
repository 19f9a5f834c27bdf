"""How in time responses were, by severity, weekday and hour, and part of the target."""

from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.periods import Period, containing
from pipeline.marts.selection import FULLEST, Selection
from pipeline.workspace import Workspace
from tests.dashboards.made_up import AS_OF, OCTOBER, RUN, customer, publish, response

OF_OCTOBER = Selection.of(containing(OCTOBER, "month"), {})
TARGET = 7200


def counted(ticket_id: str, elapsed: int, customer_id: str = "K-1", **more: Any) -> dict[str, Any]:
    """A response that counts, late if it took longer than its target."""
    return {
        **response(customer_id, ticket_id, OCTOBER),
        "elapsed_seconds": elapsed,
        "target_seconds": TARGET,
        "outcome": "met" if elapsed <= TARGET else "breached",
        "is_counted": True,
        "opened_on": date(2026, 10, 5),
        "opened_weekday": 1,
        "opened_hour": 9,
        **more,
    }


def published(root: Path, *responses: dict[str, Any]) -> Path:
    workspace = publish(
        root,
        dim_customers=[customer("K-1", "Nordwerk AG"), customer("K-2", "Altland GmbH")],
        fct_responses=responses,
    )
    return marts.newest_snapshot(workspace)


@pytest.mark.parametrize(
    ("elapsed", "tenths"),
    [
        (0, 1),
        (1, 1),
        (720, 1),
        (721, 2),
        (TARGET - 1, 10),
        (TARGET, 10),
        (TARGET + 1, 11),
        (3 * TARGET - 720, 29),
        (3 * TARGET, FULLEST),
        (50 * TARGET, FULLEST),
    ],
)
def test_a_step_holds_what_took_so_many_tenths_of_its_target(
    tmp_path: Path, elapsed: int, tenths: int
) -> None:
    snapshot = published(tmp_path, counted("T-1", elapsed))
    [row] = marts.use_of_targets(EVERYBODY, snapshot, OF_OCTOBER).to_dict("records")
    assert (row["tenths"], row["counted_count"]) == (tenths, 1)
    assert row["met_count"] == (1 if tenths <= 10 else 0)


def test_only_what_counts_and_is_meant_is_counted(tmp_path: Path) -> None:
    snapshot = published(
        tmp_path,
        counted("T-1", 10),
        counted("T-2", 9000, severity=1),
        counted("T-3", 10, "K-2"),
        counted("T-4", 10, is_counted=False),
        counted("T-5", 10, opened_on=date(2026, 9, 30)),
    )
    found = marts.in_time_by_severity(EVERYBODY, snapshot, OF_OCTOBER)
    told = found[["severity", "metric", "counted_count", "met_count"]].to_dict("split")["data"]
    assert told == [[1, "first_response", 1, 0], [3, "first_response", 2, 2]]
    own = marts.in_time_by_severity(Scope(frozenset({"K-2"})), snapshot, OF_OCTOBER)
    assert own["counted_count"].tolist() == [1]
    one = OF_OCTOBER.narrowed({"customer": ("K-1",)})
    assert marts.in_time_by_severity(EVERYBODY, snapshot, one)["counted_count"].sum() == 2


def test_hours_are_those_in_which_the_customer_wrote(tmp_path: Path) -> None:
    snapshot = published(
        tmp_path,
        counted("T-1", 10, opened_weekday=5, opened_hour=16),
        counted("T-2", 9000, opened_weekday=5, opened_hour=16),
        counted("T-3", 10, opened_weekday=1, opened_hour=23),
    )
    found = marts.in_time_by_hour(EVERYBODY, snapshot, OF_OCTOBER).to_dict("split")["data"]
    assert found == [[1, 23, 1, 1], [5, 16, 2, 1]]


def test_the_demo_reckoned_row_by_row(demo_workspace: Workspace) -> None:
    """Against every response of the demo, one after the other, in exact fractions."""
    snapshot = marts.newest_snapshot(demo_workspace)
    period = Period(date(2026, 1, 1), date(2026, 10, 30))
    rows = marts.ask(
        snapshot,
        """
        select
            elapsed_seconds, target_seconds, outcome, opened_weekday, opened_hour,
            cast(opened_on as varchar) as day
        from fct_responses
        inner join dim_customers using (customer_id)
        where is_dedicated and exclusion_reason is null and outcome in ('met', 'breached')
        """,
    ).to_dict("records")
    steps: dict[int, list[int]] = {}
    hours: dict[tuple[int, int], list[int]] = {}
    for row in rows:
        if not period.first <= date.fromisoformat(row["day"]) <= period.last:
            continue
        used = ceil(Fraction(row["elapsed_seconds"] * 10, row["target_seconds"]))
        is_met = row["outcome"] == "met"
        for found, key in (
            (steps, min(max(used, 1), FULLEST)),
            (hours, (row["opened_weekday"], row["opened_hour"])),
        ):
            counts = found.setdefault(key, [0, 0])  # type: ignore[attr-defined]
            counts[0] += 1
            counts[1] += is_met
    assert len(rows) > 1000
    selection = Selection.of(period, {})
    told = marts.use_of_targets(EVERYBODY, snapshot, selection).to_dict("split")["data"]
    assert told == [[step, *counts] for step, counts in sorted(steps.items())]
    told = marts.in_time_by_hour(EVERYBODY, snapshot, selection).to_dict("split")["data"]
    assert told == [[*at, *counts] for at, counts in sorted(hours.items())]


# days ahead, and behind


def segment(day: date, start: int, end: int, *, is_open: bool) -> dict[str, Any]:
    midnight = AS_OF.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0)
    return {
        "calendar_id": RUN["default_calendar_id"],
        "utc_date": day,
        "local_date": day,
        "started_at": midnight + timedelta(hours=start),
        "ended_at": midnight + timedelta(hours=end),
        "is_open": is_open,
    }


def days_of(*opened: int) -> list[dict[str, Any]]:
    """A week from Friday 30 October, open from 8 to 16 UTC on some of its days."""
    found = []
    for offset in range(7):
        day = date(2026, 10, 30) + timedelta(days=offset)
        found += [
            segment(day, 0, 8, is_open=False),
            segment(day, 8, 16, is_open=offset in opened),
            segment(day, 16, 24, is_open=False),
        ]
    return found


@pytest.mark.parametrize(
    ("as_of_hour", "opened", "days"),
    [
        (9, (0, 3, 4), ["2026-10-30", "2026-11-02"]),
        (7, (0, 3), ["2026-10-30", "2026-11-02"]),
        (20, (0, 3), ["2026-10-30", "2026-11-02"]),
        (9, (3, 4), ["2026-11-02"]),
        (9, (0,), ["2026-10-30"]),
        (9, (), []),
    ],
)
def test_days_ahead_are_today_and_the_next_that_is_open(
    tmp_path: Path, as_of_hour: int, opened: tuple[int, ...], days: list[str]
) -> None:
    run = {**RUN, "as_of": AS_OF.replace(hour=as_of_hour)}
    workspace = publish(tmp_path, run_info=[run], dim_calendar_segments=days_of(*opened))
    found = marts.opening_days_ahead(EVERYBODY, marts.newest_snapshot(workspace))
    assert [str(day)[:10] for day in found["local_date"]] == days
    assert {each.hour for each in found["opens_at"].dt.tz_convert("UTC")} <= {8}
    assert {each.hour for each in found["closes_at"].dt.tz_convert("UTC")} <= {16}


def test_events_are_counted_by_source_and_day_for_everybody_s_eyes_alone(tmp_path: Path) -> None:
    events = [
        {
            "source": "helpdesk",
            "event_id": str(number),
            "occurred_at": AS_OF - timedelta(hours=hours),
        }
        for number, hours in enumerate((0, 1, 30, 24 * 42 - 1, 24 * 42, 24 * 60))
    ]
    workspace = publish(tmp_path, fct_ticket_events=events)
    snapshot = marts.newest_snapshot(workspace)
    found = marts.events_by_day(EVERYBODY, snapshot, 42)
    assert found["event_count"].tolist() == [1, 1, 2]
    assert [str(day)[:10] for day in found["day"]] == ["2026-09-18", "2026-10-29", "2026-10-30"]
    assert found["newest_event_at"].iloc[-1] == AS_OF
    assert marts.events_by_day(Scope(frozenset({"K-1"})), snapshot, 42).empty
