"""What the pages say of error budgets and of changes from month to month."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from pipeline.reports.months import plus
from pipeline.workspace import Workspace
from tests.dashboards.looking import Look
from tests.dashboards.made_up import AUGUST, HOUR, OCTOBER, SEPTEMBER, customer, month, publish
from tests.dashboards.test_pages import shown

OPEN_HOURS = {"month": OCTOBER, "open_seconds": 20 * HOUR, "passed_open_seconds": 15 * HOUR}
"""Fifteen open hours before as_of, and five after: three quarters are gone."""


Told = Mapping[date, tuple[int, int]]


def told(tmp_path: Path, *counts: Told) -> Workspace:
    """Customers K-1, K-2 … with so many in time and late in each month."""
    ids = [f"K-{number}" for number in range(1, len(counts) + 1)]
    return publish(
        tmp_path,
        dim_customers=[customer(each, f"Kunde {each}") for each in ids],
        dim_months=[OPEN_HOURS],
        compliance_monthly=[
            month(each, opened, met=met, breached=breached)
            for each, of_months in zip(ids, counts, strict=True)
            for opened, (met, breached) in of_months.items()
        ],
    )


@pytest.mark.parametrize(
    ("met", "missed", "expected"),
    [
        (39, 0, "2 weitere Verspätungen ließen den Monat noch im internen Ziel von 95\u00a0%"),
        (38, 1, "1 weitere Verspätung ließe"),
        (19, 1, "Schon die nächste Verspätung kostet das interne Ziel"),
        (18, 2, "nicht mehr erreichbar; dafür fehlen 20 weitere rechtzeitige Antworten"),
    ],
)
def test_error_budget_of_the_running_month(
    look: Look, tmp_path: Path, met: int, missed: int, expected: str
) -> None:
    page = shown(look("customer", told(tmp_path, {OCTOBER: (met, missed)}), customer="K-1"))
    assert expected in page


def test_more_than_are_to_come_are_not_held_out_as_hope(look: Look, tmp_path: Path) -> None:
    # 60 responses become 80: 20 more in time are needed, 20 are to come
    page = shown(look("customer", told(tmp_path / "a", {OCTOBER: (56, 4)}), customer="K-1"))
    assert "Mit 20 weiteren rechtzeitigen Antworten" in page
    assert "nicht mehr erreichbar" not in page
    # 20 become 26
    page = shown(look("customer", told(tmp_path / "b", {OCTOBER: (18, 2)}), customer="K-1"))
    assert "voraussichtlich nicht mehr erreichbar; dafür fehlen" in page


def test_where_the_pace_leads(look: Look, tmp_path: Path) -> None:
    page = shown(look("customer", told(tmp_path, {OCTOBER: (58, 2)}), customer="K-1"))
    # 60 responses become 80, 2 misses become 3, and 5 % of 80 are 4
    assert "75\u00a0% der Servicezeit des Monats sind um" in page
    assert "am Ende 3 von 80 Antworten verspätet, das Ziel lässt 4 zu" in page


@pytest.mark.parametrize(
    ("counts", "opened"),
    [({OCTOBER: (9, 0)}, OCTOBER), ({SEPTEMBER: (30, 1)}, SEPTEMBER)],
)
def test_no_budget_with_too_few_cases_or_for_a_month_that_is_over(
    look: Look, tmp_path: Path, counts: Told, opened: date
) -> None:
    workspace = told(tmp_path, counts)
    page = shown(look("customer", workspace, customer="K-1", month=f"{opened:%Y-%m}"))
    assert "Fehlerbudget" not in page


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            (48, 32),
            (56, 14),
            "+20,0 Prozentpunkte; die Verbesserung ist größer, als Zufall erklärt",
        ),
        (
            (56, 14),
            (48, 32),
            "−20,0 Prozentpunkte; die Verschlechterung ist größer, als Zufall erklärt",
        ),
        ((18, 2), (20, 0), "+10,0 Prozentpunkte; der Unterschied kann Zufall sein"),
        ((5, 0), (20, 0), "zu wenige Antworten für einen Vergleich"),
    ],
)
def test_a_change_is_called_one_only_beyond_chance(
    look: Look,
    tmp_path: Path,
    before: tuple[int, int],
    after: tuple[int, int],
    expected: str,
) -> None:
    workspace = told(tmp_path, {AUGUST: before, SEPTEMBER: after})
    page = shown(look("customer", workspace, customer="K-1", month="2026-09"))
    assert expected in page


def test_the_interval_of_a_change_is_told_and_widened(look: Look, tmp_path: Path) -> None:
    workspace = told(tmp_path, {AUGUST: (48, 32), SEPTEMBER: (56, 14)})
    page = shown(look("customer", workspace, customer="K-1", month="2026-09"))
    # Newcombe's own example: 0.0524 to 0.3339
    assert "(95-%-Intervall +5,2 bis +33,4)" in page


def test_the_month_before_the_chart_s_first_is_known_too(look: Look, tmp_path: Path) -> None:
    first = plus(OCTOBER, -11)
    workspace = told(tmp_path, {plus(first, -1): (20, 0), first: (18, 2)})
    page = shown(look("customer", workspace, customer="K-1", month=f"{first:%Y-%m}"))
    assert "−10,0 Prozentpunkte" in page


def test_overview_tells_the_change_and_who_is_at_the_edge(look: Look, tmp_path: Path) -> None:
    workspace = told(
        tmp_path,
        {SEPTEMBER: (40, 0), OCTOBER: (19, 1)},
        {SEPTEMBER: (40, 0), OCTOBER: (40, 0)},
        {SEPTEMBER: (40, 0), OCTOBER: (5, 0)},
    )
    page = shown(look("overview", workspace))
    assert "zu September 2026 −1,6 Punkte (kann Zufall sein)" in page  # 64 of 65
    assert "1 Kunde verfehlt es mit der nächsten Verspätung" in page
    past = shown(look("overview", workspace, month="2026-09"))
    assert "nächsten Verspätung" not in past
