"""Hours of the week: replayed as it was a month gives its own verdicts; quicker, by hand."""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.periods import containing
from pipeline.marts.records import records
from pipeline.marts.staffing import HourOfWeek
from pipeline.workspace import Workspace
from tests.pipeline.small_desk import rows

SEPTEMBER = containing(date(2026, 9, 1), "month")
BERLIN = ZoneInfo("Europe/Berlin")
HALF_AN_HOUR = 1800


@pytest.fixture(scope="module")
def snapshot(demo_workspace: Workspace) -> Path:
    return marts.newest_snapshot(demo_workspace)


def firsts(snapshot: Path) -> list[dict[str, object]]:
    return rows(
        snapshot,
        "select fct_responses.* from fct_responses inner join dim_customers using (customer_id) "
        "where is_dedicated and exclusion_reason is null and outcome in ('met', 'breached') "
        "and metric = 'first_response' and opened_month = date '2026-09-01'",
    )


def test_replayed_as_it_was_a_month_gives_its_own_verdicts(snapshot: Path) -> None:
    hours = records(marts.hours_of_week(EVERYBODY, snapshot, SEPTEMBER), HourOfWeek)
    assert [each.met_if_count for each in hours] == [each.met_count for each in hours]
    found = firsts(snapshot)
    assert sum(each.first_response_count for each in hours) == len(found) > 0
    assert sum(each.met_count for each in hours) == sum(row["outcome"] == "met" for row in found)


def test_quicker_by_hand(snapshot: Path) -> None:
    hours = records(marts.hours_of_week(EVERYBODY, snapshot, SEPTEMBER, HALF_AN_HOUR), HourOfWeek)
    met_if: Counter[tuple[int, int]] = Counter()
    within: Counter[tuple[int, int]] = Counter()
    for row in firsts(snapshot):
        opened = row["opened_at"].astimezone(BERLIN)  # type: ignore[attr-defined]
        key = opened.isoweekday(), opened.hour
        elapsed, target = row["elapsed_seconds"], row["target_seconds"]
        met_if[key] += min(elapsed, HALF_AN_HOUR) <= target  # type: ignore[type-var,operator]
        within[key] += elapsed <= HALF_AN_HOUR  # type: ignore[operator]
    assert {
        (each.weekday, each.local_hour): (each.met_if_count, each.within_count)
        for each in hours
        if each.first_response_count
    } == {key: (met_if[key], within[key]) for key in met_if}
    assert sum(each.met_if_count for each in hours) > sum(each.met_count for each in hours)


@pytest.fixture(params=["Europe/Berlin", "Pacific/Kiritimati", "Pacific/Niue"])
def in_zone(
    snapshot: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> tuple[Path, ZoneInfo]:
    """The same snapshot where days begin as in Berlin, first of all on earth, and last."""
    copied = Path(shutil.copy(snapshot, tmp_path / "zone.duckdb"))
    with duckdb.connect(str(copied)) as connection:
        connection.execute("update marts.run_info set default_time_zone = ?", [request.param])
    return copied, ZoneInfo(request.param)


def test_arrivals_and_replies_are_counted_where_they_happened(
    in_zone: tuple[Path, ZoneInfo],
) -> None:
    snapshot, zone = in_zone
    of_dedicated = "inner join dim_customers using (customer_id) where is_dedicated and "
    arrivals = rows(
        snapshot,
        "select occurred_at as at from fct_ticket_events as events inner join fct_tickets "
        f"using (source, ticket_id) {of_dedicated} events.kind = 'message' "
        "and events.actor_kind = 'customer'",
    )
    replies = rows(
        snapshot,
        f"select closed_at as at from fct_responses {of_dedicated} closed_by = 'reply'",
    )
    hours = records(marts.hours_of_week(EVERYBODY, snapshot, SEPTEMBER), HourOfWeek)
    for happened, counted in ((arrivals, "arrival_count"), (replies, "reply_count")):
        local = [row["at"].astimezone(zone) for row in happened]
        of_september = Counter(
            (at.isoweekday(), at.hour) for at in local if (at.year, at.month) == (2026, 9)
        )
        assert of_september
        assert dict(of_september) == {
            (each.weekday, each.local_hour): getattr(each, counted)
            for each in hours
            if getattr(each, counted)
        }


def test_only_own_rows(snapshot: Path) -> None:
    scope = Scope(frozenset({"K-1004"}))
    assert marts.hours_of_week(scope, snapshot, SEPTEMBER, None, "K-1001").empty
    assert not marts.hours_of_week(scope, snapshot, SEPTEMBER).empty
