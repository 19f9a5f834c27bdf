"""What quicker first responses would do, on the team's page: the sentence, its check, the hours."""

from pathlib import Path

from dashboards.components.team.staffing import would_be
from pipeline import marts
from pipeline.marts import EVERYBODY
from pipeline.marts.periods import parse
from pipeline.marts.records import records
from pipeline.marts.staffing import HourOfWeek
from pipeline.statistics.shares import Share
from pipeline.workspace import Workspace
from tests.dashboards.looking import Look, shown
from tests.dashboards.made_up import customer, publish

HOUR = 3600


def hour(weekday: int, local_hour: int, responses: int, met: int, met_if: int) -> HourOfWeek:
    return HourOfWeek(
        weekday=weekday,
        local_hour=local_hour,
        arrival_count=responses,
        reply_count=responses,
        first_response_count=responses,
        met_count=met,
        met_if_count=met_if,
        within_count=met,
    )


def test_only_the_hours_that_are_asked_for_would_be_quicker() -> None:
    early, late = hour(1, 9, 10, 6, 9), hour(1, 18, 5, 1, 5)
    assert would_be([early, late], [early]) == (Share(7, 15), Share(10, 15))
    assert would_be([early, late], []) == (Share(7, 15), Share(7, 15))


def test_the_sentence_is_that_of_the_period_and_of_the_wish(
    look: Look, demo_workspace: Workspace
) -> None:
    september = parse("2026-09")
    assert september is not None
    snapshot = marts.newest_snapshot(demo_workspace)
    found = records(marts.hours_of_week(EVERYBODY, snapshot, september, HOUR), HourOfWeek)
    asked = [each for each in found if each.weekday <= 5 and 9 <= each.local_hour < 17]
    was, would = would_be(found, asked)
    assert would.part > was.part
    page = shown(look("team", demo_workspace, period="2026-09", within="60"))
    assert "Mit ersten Antworten nach höchstens 1\u00a0Std. auf Eingänge von 9 bis 17 Uhr" in page
    assert f"({would.part - was.part} mehr)" in page
    counts = f"{was.part} von {was.whole}"
    assert f"dieselbe Rechnung {counts} rechtzeitig, gewertet sind {counts}" in page
    arrivals = sum(each.arrival_count for each in found if each.local_hour == 9)
    replies = sum(each.reply_count for each in found if each.local_hour == 9)
    assert f"{arrivals} / {replies}" in page


def test_without_a_first_response_there_is_nothing_to_measure(look: Look, tmp_path: Path) -> None:
    workspace = publish(tmp_path, dim_customers=[customer("K-1", "Nordwerk AG")])
    page = shown(look("team", workspace))
    assert "keine gewertete erste Antwort" in page
    assert "sla-staffing" not in page
