"""Who needs somebody first, and how soon."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboards.attention import GROUPS, Standing, standings
from dashboards.owed import group_of, in_order
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


@pytest.mark.parametrize(
    ("left", "group"),
    [(-1, "overdue"), (0, "soon"), (3600, "soon"), (3601, "today"), (None, "no_target")],
)
def test_an_hour_left_is_soon_and_a_second_more_is_not(left: int | None, group: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert group_of(response("a", "1", left), made_up.AS_OF.date(), berlin) == group


@pytest.mark.parametrize(("hour", "group"), [(23, "today"), (24, "later")])
def test_today_ends_at_midnight_in_the_reader_s_zone(hour: int, group: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    midnight = datetime(2026, 10, 30, tzinfo=berlin)  # no clock change between
    due = response("a", "1", 9_000, due_at=midnight + timedelta(hours=hour))
    assert group_of(due, date(2026, 10, 30), berlin) == group
