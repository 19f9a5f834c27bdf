"""Why the share changed, on pages: the sentence, the steps' picture, the table."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboards.components.causes import waterfall
from dashboards.view import Run, View
from dashboards.wording import wording
from pipeline import marts
from pipeline.marts import EVERYBODY
from pipeline.marts.records import records
from pipeline.reports.telling.causes import Step
from pipeline.workspace import Workspace
from tests.dashboards.looking import Look
from tests.dashboards.made_up import AUGUST, SEPTEMBER, customer, month, publish, response
from tests.dashboards.test_pages import shown

GREATEST = "Den größten Beitrag zum Unterschied zu August 2026 leistet rechnerisch"


def told(root: Path, *counts: tuple[date, int, int, int]) -> Workspace:
    """One customer: of a month and a severity so many in time and so many late."""
    responses: list[dict[str, Any]] = []
    for opened, severity, met, breached in counts:
        for number in range(met + breached):
            made = response("K-1", f"{opened:%m}-{severity}-{number}", opened)
            outcome = "met" if number < met else "breached"
            local = {"opened_on": opened + timedelta(days=1), "is_counted": True}
            responses.append({**made, **local, "severity": severity, "outcome": outcome})
    return publish(
        root,
        dim_customers=[customer("K-1", "Nordwerk AG")],
        fct_responses=responses,
        compliance_monthly=[
            month("K-1", opened, severity=severity, met=met, breached=breached)
            for opened, severity, met, breached in counts
        ],
    )


@pytest.fixture(scope="module")
def worse(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return told(
        tmp_path_factory.mktemp("worse"),
        *((AUGUST, 1, 39, 1), (AUGUST, 3, 38, 2)),
        *((SEPTEMBER, 1, 20, 20), (SEPTEMBER, 3, 38, 2)),
    )


def test_the_greatest_part_is_the_section_s_title(look: Look, worse: Workspace) -> None:
    page = shown(look("customer", worse, customer="K-1", month="2026-09"))
    assert f"{GREATEST} Kritisch: −23,8 Prozentpunkte (rechtzeitig: 20 von 40 statt 39" in page
    assert "größer als Zufall erklärt (95-%-Intervall" in page
    assert "96,2\u00a0% (77 von 80) → 72,5\u00a0% (58 von 80)" in page
    assert "beweisen keine Ursache" in page


def test_another_split_is_chosen_by_the_address(look: Look, worse: Workspace) -> None:
    app = look("customer", worse, customer="K-1", month="2026-09", by="metric")
    assert app.selectbox(key="by").value == "metric"
    # one group alone: all is its own
    assert GREATEST not in shown(app)
    assert "Warum hat sich der Anteil geändert?" in shown(app)


def test_overview_splits_by_customer_first(look: Look, worse: Workspace) -> None:
    app = look("overview", worse, month="2026-09")
    assert app.selectbox(key="by").options[0] == "Kunde"
    assert "Nordwerk AG" in shown(app)
    assert f"{GREATEST} Kritisch" in shown(look("overview", worse, month="2026-09", by="severity"))


def test_chance_is_said_to_be_chance(look: Look, tmp_path: Path) -> None:
    workspace = told(
        tmp_path,
        *((AUGUST, 1, 19, 1), (AUGUST, 3, 18, 2), (SEPTEMBER, 1, 18, 2), (SEPTEMBER, 3, 18, 2)),
    )
    page = shown(look("customer", workspace, customer="K-1", month="2026-09"))
    assert GREATEST in page
    assert "kann Zufall sein" in page
    assert "dann erklären auch seine Teile nichts" in page


def test_too_few_are_not_split(look: Look, tmp_path: Path) -> None:
    workspace = told(tmp_path, (AUGUST, 1, 9, 0), (SEPTEMBER, 1, 20, 20))
    page = shown(look("customer", workspace, customer="K-1", month="2026-09"))
    assert "zu wenige gewertete Antworten: je Zeitraum sind 10 nötig" in page
    assert GREATEST not in page


def test_where_nothing_changed_that_is_said(look: Look, tmp_path: Path) -> None:
    workspace = told(tmp_path, (AUGUST, 1, 20, 0), (SEPTEMBER, 1, 20, 0))
    page = shown(look("customer", workspace, customer="K-1", month="2026-09"))
    assert "Der Anteil ist derselbe wie im Vergleichszeitraum (August 2026)" in page


def test_each_step_begins_where_the_one_before_ended(worse: Workspace) -> None:
    """The bars' widths are the points that stand beside them, the last is all of them."""
    snapshot = marts.newest_snapshot(worse)
    run = records(marts.run_info(EVERYBODY, snapshot), Run)[0]
    view = View(EVERYBODY, snapshot, run, wording("de"))
    steps = [Step("Kritisch", -240, ()), Step("Hoch", 12, ()), Step("Zusammensetzung", -10, ())]
    chart = waterfall(
        view, steps, Step("Alle", -238, ()), ["responses?severity=1", None, None], (), ()
    )
    [marks] = chart.figure.data
    assert list(marks.x) == [-24.0, 1.2, -1.0, -23.8]
    assert list(marks.customdata) == ["responses?severity=1", None, None, None]
    assert list(marks.measure) == ["relative"] * 3 + ["total"]
    assert sum(marks.x[:-1]) == pytest.approx(marks.x[-1])
    assert list(marks.text) == ["−24,0", "+1,2", "−1,0", "−23,8"]
    low, high = chart.figure.layout.xaxis.range
    assert low < -24.0  # room for the words at the ends of bars
    assert high > 0
    assert list(chart.figure.layout.yaxis.ticktext) == [
        *("Kritisch", "Hoch", "Zusammensetzung", "Alle")
    ]
    top, bottom = chart.figure.layout.yaxis.range[::-1]
    assert top < 0 < len(steps) < bottom
