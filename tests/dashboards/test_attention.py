"""Who needs somebody first, and how soon."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dashboards.attention import GROUPS, Standing, in_order, standings
from pipeline import marts
from pipeline.marts import EVERYBODY
from pipeline.marts.compliance import Counts, CustomerCounts
from pipeline.marts.owed import Owed
from tests.dashboards import made_up


def response(customer_id: str, ticket_id: str, left: int | None, **more: object) -> Owed:
    row = made_up.owed(customer_id, ticket_id, left, **more)
    return Owed(**{name: row[name] for name in Owed.model_fields if name in row})


def customer(
    customer_id: str, *, covered: bool = True, met: int = 0, late: int = 0
) -> CustomerCounts:
    return CustomerCounts(
        customer_id=customer_id,
        customer_name=customer_id,
        is_covered_now=covered,
        counts=Counts(met_count=met, breached_count=late),
    )


def order(found: list[Standing]) -> list[str]:
    return [standing.customer.customer_id for standing in found]


def test_overdue_by_severity_then_by_duration_then_the_next_due_then_the_lowest_share() -> None:
    customers = [
        customer("good", met=30),
        customer("bad", met=20, late=10),
        customer("few", met=1),
        customer("gone", covered=False, late=30),
        customer("due later"),
        customer("due soon", met=30),
        customer("long overdue"),
        customer("critical overdue"),
        customer("just overdue"),
    ]
    owed = [
        response("just overdue", "1", -60),
        response("long overdue", "2", -9_000),
        response("critical overdue", "3", -60, severity=1),
        response("critical overdue", "4", 60, severity=1),
        response("due later", "5", 9_000),
        response("due soon", "6", 60),
        response("due soon", "7", 8_000),
        response("good", "8", None),
    ]
    found = standings(customers, owed)
    assert order(found) == [
        "critical overdue",
        "long overdue",
        "just overdue",
        "due soon",
        "due later",
        "bad",
        "good",
        "few",
        "gone",
    ]
    assert [GROUPS.index(standing.group) for standing in found] == [0, 0, 0, 1, 1, 2, 2, 2, 3]
    assert [len(standing.owed) for standing in found] == [2, 1, 1, 2, 1, 0, 1, 0, 0]


def test_a_customer_without_cover_still_stands_with_what_is_owed() -> None:
    [standing] = standings([customer("gone", covered=False)], [response("gone", "1", -60)])
    assert standing.group == "overdue"


def test_paused_is_due_last() -> None:
    paused = response("a", "1", 60, due_at=None)
    found = in_order([response("a", "3", None), paused, response("a", "2", 9_000)])
    assert [each.ticket_id for each in found] == ["2", "1", "3"]
    assert paused.is_paused
    [standing] = standings([customer("a")], [paused])
    assert standing.next_due is None
    assert standing.group == "running"


def test_who_waits_for_a_paused_clock_comes_after_whoever_has_a_deadline() -> None:
    """However long ago the paused one was opened."""
    customers = [customer("a paused"), customer("due in a week")]
    owed = [
        response("a paused", "1", 60, due_at=None),
        response("due in a week", "2", 7 * 24 * 3600),
    ]
    assert order(standings(customers, owed)) == ["due in a week", "a paused"]


def test_the_running_with_a_deadline_come_before_those_without_a_target() -> None:
    found = in_order([response("a", "1", None), response("a", "2", -1), response("a", "3", 0)])
    assert [each.ticket_id for each in found] == ["2", "3", "1"]


def due(tmp_path: Path, left: int | None, **more: object) -> str:
    """How soon somebody must act on a response with so many seconds left."""
    row = made_up.owed("K-1", "T-1", left, **more)
    workspace = made_up.publish(tmp_path, open_responses=[row])
    frame = marts.open_responses(EVERYBODY, marts.newest_snapshot(workspace))
    return str(frame["due"].item())


@pytest.mark.parametrize(
    ("left", "expected"),
    [(-1, "overdue"), (0, "soon"), (3600, "soon"), (3601, "today"), (None, "no_target")],
)
def test_an_hour_left_is_soon_and_a_second_more_is_not(
    tmp_path: Path, left: int | None, expected: str
) -> None:
    assert due(tmp_path, left) == expected


@pytest.mark.parametrize(("hour", "expected"), [(23, "today"), (24, "later")])
def test_today_ends_at_midnight_on_the_contract_s_clock(
    tmp_path: Path, hour: int, expected: str
) -> None:
    midnight = datetime(2026, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))  # no clock change between
    due_at = midnight + timedelta(hours=hour)
    assert due(tmp_path, 9_000, due_at=due_at) == expected


def test_a_clock_that_stands_still_is_never_due_soon(tmp_path: Path) -> None:
    assert due(tmp_path, 60, due_at=None) == "paused"
    assert not response("a", "1", 60, due_at=None).is_due_soon
