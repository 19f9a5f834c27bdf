"""Hours of the week: replayed as it was a month gives its own verdicts; quicker, by hand."""

from collections import Counter
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

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


def test_arrivals_and_replies_are_counted_where_they_happened(snapshot: Path) -> None:
    hours = records(marts.hours_of_week(EVERYBODY, snapshot, SEPTEMBER), HourOfWeek)
    arrivals = [
        row["occurred_at"].astimezone(BERLIN)
        for row in rows(
            snapshot,
            "select occurred_at from fct_ticket_events as events inner join fct_tickets "
            "using (source, ticket_id) inner join dim_customers using (customer_id) "
            "where is_dedicated and events.kind = 'message' and events.actor_kind = 'customer'",
        )
    ]
    of_september = Counter(
        (at.isoweekday(), at.hour) for at in arrivals if (at.year, at.month) == (2026, 9)
    )
    assert {
        (each.weekday, each.local_hour): each.arrival_count for each in hours if each.arrival_count
    } == dict(of_september)
    assert sum(each.reply_count for each in hours) > 0


def test_only_own_rows(snapshot: Path) -> None:
    scope = Scope(frozenset({"K-1004"}))
    assert marts.hours_of_week(scope, snapshot, SEPTEMBER, None, "K-1001").empty
    assert not marts.hours_of_week(scope, snapshot, SEPTEMBER).empty
