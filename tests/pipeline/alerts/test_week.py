"""The summary on Mondays: what is owed, what was missed, once a week."""

import re

import pytest

from tests.pipeline.alerts.desk import Desk
from tests.pipeline.small_desk import rows

LEAD = "lead@example.com"
MONDAY, TUESDAY = "2026-11-02 08:00:00+01", "2026-11-03 08:00:00+01"
ONLY_WEEK = "alerts: {to: [lead@example.com], digest_from: 2}"


def summaries(desk: Desk) -> list[str]:
    """Subjects of summaries since the last time."""
    return [
        str(letter["Subject"])
        for letter in desk.server.taken()
        if str(letter["Subject"]).startswith("SLA-Woche")
    ]


@pytest.fixture
def monday(desk: Desk) -> Desk:
    desk.configure(ONLY_WEEK)
    desk.moved.as_of(MONDAY)
    return desk


def test_on_mondays_alone(desk: Desk) -> None:
    """The demo's moment is a Friday."""
    desk.configure(ONLY_WEEK)
    desk.alert()
    assert summaries(desk) == []


@pytest.mark.parametrize(
    ("moment", "is_told"),
    [
        ("2026-11-01 23:30:00+01", False),
        ("2026-11-01 23:00:00+00", True),  # midnight of Berlin, still Sunday in UTC
        ("2026-11-02 23:59:59+01", True),
        (TUESDAY, False),
    ],
)
def test_the_day_is_that_of_the_calendar(desk: Desk, moment: str, is_told: bool) -> None:
    desk.configure(ONLY_WEEK)
    desk.moved.as_of(moment)
    desk.alert()
    assert bool(summaries(desk)) == is_told


def test_once_a_week(monday: Desk) -> None:
    monday.alert()
    assert len(summaries(monday)) == 1
    monday.moved.as_of("2026-11-02 12:00:00+01")
    monday.alert()
    assert summaries(monday) == []
    monday.moved.as_of("2026-11-09 08:00:00+01")
    monday.alert()
    assert len(summaries(monday)) == 1


def test_what_did_not_arrive_on_monday_comes_later_in_the_week(monday: Desk) -> None:
    monday.server.answers[LEAD] = "deferred"
    monday.alert()
    monday.server.answers.clear()
    monday.moved.as_of(TUESDAY)
    monday.alert()
    assert len(summaries(monday)) == 1
    assert monday.alert().told == ()


def test_not_where_nobody_wants_it(desk: Desk) -> None:
    desk.configure("alerts: {to: [lead@example.com], monday_summary: false}")
    desk.moved.as_of(MONDAY)
    desk.alert()
    assert summaries(desk) == []


def test_what_it_says(whole_desk: Desk) -> None:
    """By the rows of the snapshot, counted by another way."""
    desk = whole_desk
    desk.configure(ONLY_WEEK)
    desk.moved.as_of(MONDAY)
    missed = rows(
        desk.moved.snapshot,
        "select customer_id, count(*) as n from fct_responses where outcome = 'breached' and "
        "exclusion_reason is null and due_at >= timestamptz '2026-10-26 00:00+01' "
        "and due_at < timestamptz '2026-11-02 00:00+01' group by all",
    )
    owed = rows(
        desk.moved.snapshot,
        "select customer_id, count(*) as n, count(*) filter (outcome = 'breached') as late "
        "from fct_responses where closed_at is null and exclusion_reason is null group by all",
    )
    assert missed
    assert owed
    desk.alert()
    (letter,) = [each for each in desk.server.taken() if "SLA-Woche" in str(each["Subject"])]
    part = letter.get_body(("plain",))
    assert part is not None
    text = re.sub(r"\s+", " ", part.get_content())
    total, late = sum(each["n"] for each in owed), sum(each["late"] for each in owed)
    missed_count = sum(each["n"] for each in missed)
    lead = (
        f"{total} Antworten offen, davon {late} überfällig; letzte Woche {missed_count} "
        "Fristen verpasst (Mo., 26. Okt. bis So., 1. Nov.)."
    )
    assert lead in text
    assert "Am dringendsten: RBV-GVCXF-647" in text  # critical; others are overdue for longer
    customers = {each["customer_id"] for each in (*missed, *owed)}
    assert text.count("* ") == len(customers)
    for each in missed:
        plural = "Fristen" if each["n"] > 1 else "Frist"
        assert f"letzte Woche {each['n']} {plural} verpasst" in text


def test_an_empty_week(desk: Desk) -> None:
    desk.configure(ONLY_WEEK)
    desk.moved.change("delete from marts.fct_responses", "delete from marts.open_responses")
    desk.moved.as_of(MONDAY)
    desk.alert()
    (subject,) = summaries(desk)
    assert subject == "SLA-Woche ab 2. Nov. 2026: nichts offen, letzte Woche keine Frist verpasst"
