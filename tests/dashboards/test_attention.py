from dashboards.attention import GROUPS, Standing, standings
from dashboards.owed import in_order
from pipeline.marts.compliance import Counts, CustomerCounts
from pipeline.marts.owed import Owed
from tests.dashboards import made_up


def response(customer_id: str, ticket_id: str, left: int | None, **more: object) -> Owed:
    row = made_up.owed(customer_id, ticket_id, left, **more)
    return Owed(**{name: row[name] for name in Owed.model_fields})


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
