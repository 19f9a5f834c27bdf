"""At risk now: what is owed, by how soon somebody must act."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboards import access, view
from dashboards.access import Visitor
from dashboards.attention import by_urgency
from dashboards.components.table import FIRST
from dashboards.markdown import literal
from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.at_risk import AtRisk
from pipeline.marts.owed import DUES
from pipeline.marts.records import records
from pipeline.wording.catalogues import Language
from pipeline.workspace import Workspace
from tests.dashboards.conftest import AWKWARD_NAME
from tests.dashboards.looking import Look
from tests.dashboards.made_up import AS_OF, HOUR, customer, owed, publish
from tests.dashboards.test_pages import ESCAPED_NAME, shown


def agent(agent_id: str, name: str) -> dict[str, Any]:
    return {"source": "helpdesk", "agent_id": agent_id, "agent_name": name, "is_bot": False}


def on_roster(customer_id: str, agent_id: str) -> dict[str, Any]:
    return {
        "customer_id": customer_id,
        "source": "helpdesk",
        "agent_id": agent_id,
        "valid_from": date(2026, 1, 1),
        "register_row": 2,
    }


ROWS = [
    owed("K-1", "T-1", -2_280, severity=1, dedicated_agent_id="anna"),
    owed("K-1", "T-2", 600, dedicated_agent_id="anna"),
    owed("K-1", "T-3", None, severity=0, dedicated_agent_id="anna"),
    owed("K-2", "T-4", 5 * HOUR, subject=AWKWARD_NAME, url="javascript:alert(1)"),
    # due on another day, though little is left: the clock stands still over the weekend
    owed("K-2", "T-5", 1_800, due_at=datetime(2026, 11, 2, 8, 30, tzinfo=UTC)),
    owed("K-2", "T-6", 30 * HOUR, due_at=datetime(2026, 11, 4, 12, 0, tzinfo=UTC)),
    owed("K-2", "T-7", 900, due_at=None, metric="follow_up"),
    owed("K-2", "T-8", -600, exclusion_reason="not_covered"),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two customers, one with a dedicated agent, and something owed in every group."""
    return publish(
        tmp_path_factory.mktemp("desk"),
        dim_customers=[customer("K-1", "Nordwerk AG"), customer("K-2", AWKWARD_NAME)],
        dim_agents=[agent("anna", "Anna Adler"), agent("ben", "Ben <Busch>")],
        dim_roster=[on_roster("K-1", "anna"), on_roster("K-2", "ben")],
        open_responses=ROWS,
    )


def tickets(page: str) -> list[str]:
    """The tickets that rows lead to, from the top."""
    return re.findall(r'href="ticket\?[^"]*ticket=helpdesk%3A(T-\d+)&amp;response=1"', page)


# groups


def test_every_response_stands_in_one_group_by_the_clock_of_the_promise(desk: Workspace) -> None:
    frame = marts.at_risk(EVERYBODY, marts.newest_snapshot(desk))
    found = by_urgency(records(frame, AtRisk))
    assert tuple(found) == DUES
    assert {group: [each.ticket_id for each in rows] for group, rows in found.items()} == {
        "overdue": ["T-1"],
        "soon": ["T-2", "T-5"],
        "today": ["T-4"],
        "later": ["T-6"],
        "paused": ["T-7"],
        "no_target": ["T-3"],
    }


@pytest.mark.parametrize(
    ("due_at", "group"),
    [
        (datetime(2026, 10, 30, 22, 59, tzinfo=UTC), "today"),
        (datetime(2026, 10, 30, 23, 0, tzinfo=UTC), "later"),  # midnight in Berlin
    ],
)
def test_a_day_ends_at_midnight_of_its_zone(tmp_path: Path, due_at: datetime, group: str) -> None:
    workspace = publish(
        tmp_path,
        dim_customers=[customer("K-1", "Nordwerk AG")],
        open_responses=[owed("K-1", "T-1", 5 * HOUR, due_at=due_at)],
    )
    frame = marts.at_risk(EVERYBODY, marts.newest_snapshot(workspace))
    found = by_urgency(records(frame, AtRisk))
    assert [name for name, rows in found.items() if rows] == [group]


# the page


def test_the_title_tells_what_is_due_and_rows_stand_in_their_order(
    look: Look, desk: Workspace
) -> None:
    page = shown(look("at_risk", desk))
    assert "<h1>1 Antwort ist überfällig, 2 weitere in höchstens einer Stunde fällig</h1>" in page
    assert tickets(page) == ["T-1", "T-2", "T-5", "T-4", "T-6", "T-7", "T-3"]
    assert "Überfällig: 1 Antwort<" in page
    assert "Uhr steht: 1 Antwort<" in page


def test_each_time_says_on_which_clock_it_is(look: Look, desk: Workspace) -> None:
    page = shown(look("at_risk", desk))
    assert "Fr., 30. Okt., 10:50" in page  # of Berlin
    assert "in der Zeitzone Europe/Berlin" in page
    assert "38\u00a0Min. überfällig" in page
    assert "Uhr steht, noch 15\u00a0Min." in page
    assert "Stand Fr., 30. Okt., 10:40 MEZ" in page


def test_time_till_due_counts_on_by_the_viewer_s_clock_and_paused_ones_do_not(
    look: Look, desk: Workspace
) -> None:
    app = look("at_risk", desk)
    ticking = re.findall(r'data-sla-instant="([^"]+)"', shown(app))
    due = [row["due_at"] for row in ROWS[:-1] if row["due_at"]]
    assert sorted(ticking) == sorted(at.isoformat() for at in (AS_OF, *due))
    # what ticks says the same before the browser takes over
    assert "seit 0:38:00" in shown(app)
    scripts = [each.value for each in app.html if each.value.startswith("<script>")]
    assert len(scripts) == 1
    assert "Date.now()" in scripts[0]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"customer": "K-1"}, ["T-1", "T-2", "T-3"]),
        ({"severity": "1"}, ["T-1"]),
        ({"severity": "0"}, ["T-3"]),
        ({"agent": "helpdesk:anna", "severity": "3"}, ["T-2"]),
        ({"agent": "helpdesk:ben"}, []),
    ],
)
def test_filters_stand_in_the_address(
    look: Look, desk: Workspace, address: dict[str, str], expected: list[str]
) -> None:
    app = look("at_risk", desk, **address)
    assert tickets(shown(app)) == expected
    for name, value in address.items():
        assert app.selectbox(key=name).value == value


def test_a_filter_chosen_is_written_and_taken_out_again(look: Look, desk: Workspace) -> None:
    app = look("at_risk", desk)
    app.selectbox(key="agent").select("helpdesk:anna").run()
    assert app.query_params["agent"] == "helpdesk:anna"
    assert tickets(shown(app)) == ["T-1", "T-2", "T-3"]
    app.selectbox(key="agent").select("").run()
    assert "agent" not in app.query_params
    assert len(tickets(shown(app))) == 7


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("customer", "NOPE"), ("severity", "<script>alert(1)</script>"), ("agent", "K-1")],
)
def test_an_unknown_value_is_told_and_restricts_nothing(
    look: Look, desk: Workspace, name: str, wanted: str
) -> None:
    app = look("at_risk", desk, **{name: wanted})
    assert literal(wanted) in app.warning[0].value
    assert len(tickets(shown(app))) == 7
    assert "<script>alert" not in shown(app)


def test_names_are_text_and_only_web_addresses_are_links(look: Look, desk: Workspace) -> None:
    page = shown(look("at_risk", desk))
    assert ESCAPED_NAME in page
    assert "javascript:" not in page
    assert 'href="https://desk.example/T-1"' in page
    assert ">N-T-1<" in page


def test_nothing_is_owed(look: Look, without_responses: Workspace) -> None:
    page = shown(look("at_risk", without_responses, lang="en"))
    assert "Nothing is overdue, and no deadline falls within the next hour" in page
    assert "<table" not in page


def test_more_than_fit_are_counted_and_not_hidden_in_silence(look: Look, tmp_path: Path) -> None:
    workspace = publish(
        tmp_path,
        dim_customers=[customer("K-1", "Nordwerk AG")],
        open_responses=[owed("K-1", f"T-{n}", 30 * HOUR + n) for n in range(FIRST + 20)],
    )
    page = shown(look("at_risk", workspace))
    assert len(tickets(page)) == FIRST
    assert "fällig: 70 Antworten" in page
    assert '… und 20 weitere: <a href="?rows=all">alle zeigen</a>' in page
    assert len(tickets(shown(look("at_risk", workspace, rows="all")))) == FIRST + 20


def test_a_customer_s_people_see_only_theirs(
    look: Look, desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "scope", lambda: Scope(frozenset({"K-1"})))
    app = look("at_risk", desk, customer="K-2", agent="helpdesk:ben")
    assert set(tickets(shown(app))) == {"T-1", "T-2", "T-3"}
    assert app.selectbox(key="customer").options == ["Alle Kunden", "Nordwerk AG"]
    assert app.selectbox(key="agent").options == ["Alle", "Anna Adler"]
    assert "T-4" not in shown(app)


@pytest.mark.parametrize("language", ["de", "en"])
def test_demo(look: Look, demo_workspace: Workspace, language: str) -> None:
    page = shown(look("at_risk", demo_workspace, lang=language))
    owed_now = marts.open_responses(EVERYBODY, marts.newest_snapshot(demo_workspace))
    assert len(re.findall(r'href="ticket\?[^"]*response=\d', page)) == len(owed_now) > 10


DAY = timedelta(days=1)
STALE = {"de": "Diese Daten sind nicht aktuell", "en": "These data are out of date"}


@pytest.mark.parametrize(("language", "then"), [("de", "Stand Fr., 30."), ("en", "As of Fri 30")])
@pytest.mark.parametrize("page", ["overview", "at_risk"])
def test_of_data_that_are_old_it_is_said_first_that_they_are(
    look: Look,
    small: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    language: Language,
    then: str,
) -> None:
    column = {"de": "Nach Ihrer Uhr", "en": "By your clock"}[language]
    monkeypatch.setattr(view, "clock", lambda: AS_OF + DAY)
    fresh = shown(look(page, small, lang=language))
    assert STALE[language] not in fresh
    assert f"<h1>{then}" not in fresh
    assert (column in fresh) is (page == "at_risk")

    monkeypatch.setattr(view, "clock", lambda: AS_OF + DAY + timedelta(minutes=1))
    old = shown(look(page, small, lang=language))
    assert old.index(STALE[language]) < old.index(f"<h1>{then}")
    assert f"<code>vip-sla run --workspace {small.root}</code>" in old
    assert column not in old


def test_a_customer_s_people_are_not_told_to_run_anything(
    look: Look, small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "clock", lambda: AS_OF + 2 * DAY)
    own = Visitor("customer", Scope(frozenset({"K-1"})), email="a@kunde.example")
    monkeypatch.setattr(access, "visitor", lambda: own)
    page = shown(look("at_risk", small, lang="en"))
    assert STALE["en"] in page
    assert "vip-sla run" not in page
