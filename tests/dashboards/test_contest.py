"""What may be contested, how complete the data are, and the alarm above every figure."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboards import access
from pipeline.marts import Scope
from pipeline.workspace import Workspace
from tests.dashboards.looking import PAGES, Look, shown
from tests.dashboards.made_up import (
    AUGUST,
    OCTOBER,
    SEPTEMBER,
    Row,
    contested,
    covered,
    customer,
    month,
    publish,
    response,
    source_month,
)

HIDDEN = response("K-1", "T-1", OCTOBER)
GONE = response("K-1", "T-2", OCTOBER, outcome="breached", exclusion_reason="deleted")
CHANGED = response("K-1", "T-3", OCTOBER)
UNCOVERED = response("K-1", "T-4", OCTOBER, exclusion_reason="not_covered")
ELSEWHERE = response("K-2", "T-5", OCTOBER)
ALARM: Row = {
    "kind": "source_without_replies",
    "source": "helpdesk",
    "key": "all figures",
    "message": "source helpdesk has 7 tickets of Nordwerk AG",
    "is_about_all_figures": True,
}


def ticket(of: Row) -> Row:
    names = ("source", "ticket_id", "customer_id")
    return {**{name: of[name] for name in names}, "subject": f"<b>{of['ticket_id']}</b> & mehr"}


def desk(root: Path, *findings: Row) -> Workspace:
    """Two customers; of the one's October three responses may be contested, one of them twice."""
    responses = [HIDDEN, GONE, CHANGED, UNCOVERED, ELSEWHERE]
    return publish(
        root,
        dim_customers=[customer("K-1", "Nordwerk AG"), customer("K-2", "Südwerk AG")],
        dim_coverage_periods=[covered("K-1", date(2025, 1, 1)), covered("K-2", date(2025, 1, 1))],
        dim_agents=[{"source": "helpdesk", "agent_id": "a1", "agent_name": "Petra Šimková"}],
        compliance_monthly=[
            month("K-1", OCTOBER, met=20, breached=1, contested=3, owed_seconds=90_061),
            month("K-1", OCTOBER, severity=1, met=4, seconds=(600, None, 700)),
            month("K-1", SEPTEMBER, met=20),
            month("K-2", OCTOBER, met=5, contested=1),
        ],
        fct_responses=[
            *responses,
            *(response("K-1", f"R-{number}", OCTOBER, severity=1) for number in range(4)),
            *(response("K-1", f"S-{number}", OCTOBER) for number in range(18)),
            *(response("K-2", f"U-{number}", OCTOBER) for number in range(4)),
            response("K-1", "L-1", OCTOBER, outcome="breached", elapsed_seconds=9_000),
        ],
        fct_tickets=[ticket(each) for each in responses],
        contested_responses=[
            contested(HIDDEN, "instant_reply", "a1"),
            contested(GONE, "deleted_late", "a2"),
            contested(CHANGED, "lowered_while_owed"),
            contested(CHANGED, "closed_by_program"),
            contested(CHANGED, "another_agent", "a1", is_hiding=False, is_counted_against=False),
            contested(CHANGED, "never_heard_of", is_hiding=False, is_counted_against=False),
            contested(UNCOVERED, "waived", "M. Brandt", is_counted_against=False),
            contested(ELSEWHERE, "moved"),
        ],
        completeness=[
            source_month(OCTOBER, unclassified_response=10, event_without_ticket=11),
            source_month(SEPTEMBER),
            source_month(AUGUST, "phone", replaced_event=1),
        ],
        data_findings=findings,
    )


@pytest.fixture(scope="module")
def contestable(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return desk(tmp_path_factory.mktemp("contestable"))


@pytest.fixture(scope="module")
def alarmed(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return desk(tmp_path_factory.mktemp("alarmed"), ALARM)


def plain(markup: str) -> str:
    return markup.replace("\xa0", " ")


def test_overview_counts_them_beside_every_share(look: Look, contestable: Workspace) -> None:
    page = plain(shown(look("overview", contestable)))
    assert page.count(">3 anfechtbar<") == 1
    assert page.count(">1 anfechtbar<") == 1
    assert ">4 anfechtbar<" in page
    # 29 in time, 1 late; contested are 3 of those in time, and one that was deleted
    worst = "4 Antworten sind anfechtbar. Zählten sie alle gegen uns, wären 83,8 % rechtzeitig"
    assert f"{worst} (26 von 31)." in page


def test_the_customer_s_page_says_what_the_share_would_be(
    look: Look, contestable: Workspace
) -> None:
    page = plain(shown(look("customer", contestable, customer="K-1", lang="en")))
    said = "3 responses are open to contest. Were all of them counted against us, 84.6% would be on"
    assert f"{said} time (22 of 26)." in page
    assert 'class="sla-table sla-contested"' in page


def test_few_responses_are_no_share(look: Look, contestable: Workspace) -> None:
    page = shown(look("customer", contestable, customer="K-2"))
    assert "1 Antwort ist anfechtbar. Zählte sie gegen uns, wären 4 von 5 rechtzeitig." in page


def test_the_list_tells_what_when_and_by_whom(look: Look, contestable: Workspace) -> None:
    page = plain(shown(look("customer", contestable, customer="K-1")))
    found = page[page.index("Anfechtbar: 3 Antworten") : page.index("Weitere Zusagen: 2")]
    for told in (
        "Antwort innerhalb von Sekunden (Eingangsbestätigung?)",
        "Nach Fristablauf gelöscht",
        "Schweregrad gesenkt, solange offen",
        "Vom System geschlossen",
        ">Petra Šimková<",
        ">das System<",
        ">nicht überliefert<",
        ">a2<",
        "Ergebnis: gelöscht",
        "Ergebnis: rechtzeitig",
        'href="ticket?ticket=helpdesk%3AT-1&amp;response=1"',
        "&lt;b&gt;T-1&lt;/b&gt;",
        "Do., 1. Okt., 11:00",
    ):
        assert told in found, told
    assert found.count("<tr>") == 1 + 4
    assert "T-4" not in page  # not covered, promised nothing


def test_what_questions_the_rest_of_the_promise_stands_apart(
    look: Look, contestable: Workspace
) -> None:
    page = shown(look("customer", contestable, customer="K-1"))
    beyond = page[page.index("Weitere Zusagen: 2 Anmerkungen") :]
    assert "Nicht vom festen Ansprechpartner beantwortet" in beyond
    assert "Anderer Grund (never_heard_of)" in beyond
    assert "Antwort innerhalb von Sekunden" not in beyond


def test_nothing_contested_is_nothing_said(look: Look, contestable: Workspace) -> None:
    page = shown(look("customer", contestable, customer="K-1", month="2026-09"))
    assert "anfechtbar" not in page.lower()


def test_ninety_per_cent_are_told_from_ten_on_and_what_is_owed_beside_the_longest(
    look: Look, contestable: Workspace
) -> None:
    page = plain(shown(look("customer", contestable, customer="K-1")))
    assert ">nur 4 gesamt<" in page
    assert ">noch offen:</span>" in page
    assert "3 Werktage 2 Std." in page


def test_completeness_month_by_month(look: Look, contestable: Workspace) -> None:
    page = plain(shown(look("data_health", contestable)))
    assert "Vollständigkeit: In 1 von 3 Monaten fällt etwas auf" in page
    table = page[page.index("sla-completeness") :]
    table = table[: table.index("</table>")]
    assert table.index("Okt. 2026") < table.index("Sept. 2026") < table.index("phone")
    # 11 of 1000 is beyond a hundredth and has a sign, 10 of 1000 is not
    assert 'aria-label="auffällig viel">◆ </span>11<' in table
    assert table.count("◆") == 1
    assert "1,1 %" in table
    assert "0,1 %" in table


@pytest.mark.parametrize("page", PAGES)
def test_an_alarm_stands_above_every_figure(look: Look, alarmed: Workspace, page: str) -> None:
    app = look(page, alarmed, customer="K-1")
    markup = shown(app)
    alarm = markup.index("Diese Zahlen sind nicht belastbar")
    assert "In der Quelle „helpdesk“ steht keine einzige öffentliche Nachricht" in markup
    assert alarm < markup.index("<h1>")
    assert 'role="alert"' in markup
    assert ('href="data_health">Zur Seite' in markup) == (page != "data_health")


@pytest.mark.parametrize("page", ["overview", "customer", "ticket", "data_health"])
def test_customers_are_told_without_a_word_of_others(
    look: Look, alarmed: Workspace, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "scope", lambda: Scope(frozenset({"K-2"})))
    markup = shown(look(page, alarmed, lang="en"))
    assert "These figures cannot be relied on" in markup
    assert "Nordwerk" not in markup
    assert "7 tickets" not in markup
    assert "See “Data health”" not in markup


def test_another_source_s_alarm_is_not_the_customer_s(
    look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "scope", lambda: Scope(frozenset({"K-2"})))
    markup = shown(look("overview", desk(tmp_path, {**ALARM, "source": "phone"}), lang="en"))
    assert "cannot be relied on" not in markup


def test_other_findings_are_no_alarm(look: Look, tmp_path: Path) -> None:
    finding = {**ALARM, "kind": "unknown_customer", "is_about_all_figures": False}
    assert "nicht belastbar" not in shown(look("overview", desk(tmp_path, finding)))


def test_moments_are_on_the_contract_s_clock() -> None:
    assert HIDDEN["opened_at"] == datetime(2026, 10, 1, 9, tzinfo=UTC)  # 11:00 in Berlin
