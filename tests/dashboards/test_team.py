"""The team: by name, with n and intervals, and of other customers nothing."""

import re
from datetime import date
from typing import Any

import pytest

from dashboards import access
from dashboards.markdown import literal
from dashboards.team_figures import UNKNOWN, Load, at_once, members
from pipeline.marts import Scope
from pipeline.marts.rosters import RosterEntry
from pipeline.marts.team import HourCount, Replies
from pipeline.workspace import Workspace
from tests.dashboards.conftest import AWKWARD_NAME
from tests.dashboards.looking import Look, shown
from tests.dashboards.made_up import (
    AUGUST,
    HOUR,
    OCTOBER,
    SEPTEMBER,
    customer,
    month,
    owed,
    publish,
    response,
)
from tests.dashboards.test_pages import ESCAPED_NAME

Row = dict[str, Any]


def entry(agent_id: str, customer_id: str, start: int, end: int) -> RosterEntry:
    days = date(2026, 10, start), date(2026, 10, end)
    return RosterEntry(
        source="desk",
        agent_id=agent_id,
        agent_name=agent_id.title(),
        customer_id=customer_id,
        customer_name=customer_id,
        started_date=days[0],
        ended_date=days[1],
    )


def replies(agent_id: str, name: str, met: int = 0, late: int = 0, other: int = 0) -> Replies:
    return Replies(
        source="desk",
        agent_id=agent_id,
        agent_name=name,
        reply_count=met + late + other,
        met_count=met,
        breached_count=late,
        no_target_count=other,
        dedicated_reply_count=met,
    )


# pure


def test_members_are_everybody_by_name_whoever_is_unknown_last() -> None:
    found = members(
        [replies("z", "Zoe"), replies(UNKNOWN, UNKNOWN), replies("p", "Pauli")],
        [replies("o", "Özil"), replies("z", "Zoe")],
        [entry("anna", "K-1", 1, 30)],
    )
    assert [each.agent_name for each in found] == ["Anna", "Özil", "Pauli", "Zoe", UNKNOWN]
    assert [each.replies is None for each in found] == [True, True, False, False, False]


def test_of_one_customer_its_own_with_all_that_their_roster_says() -> None:
    roster = [entry("anna", "K-1", 1, 30), entry("anna", "K-2", 1, 30), entry("ben", "K-2", 1, 30)]
    [anna] = members([], [], roster, "K-1")
    assert (anna.agent_key, list(anna.customers)) == ("desk:anna", ["K-1", "K-2"])


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], 0),
        ([entry("a", "K-1", 1, 30)], 1),
        ([entry("a", "K-1", 1, 14), entry("a", "K-2", 15, 30)], 1),
        ([entry("a", "K-1", 1, 15), entry("a", "K-2", 15, 30)], 2),
        ([entry("a", "K-1", 1, 20), entry("a", "K-1", 15, 30)], 1),
        ([entry("a", "K-1", 1, 30), entry("a", "K-2", 2, 5), entry("a", "K-3", 6, 9)], 2),
    ],
)
def test_customers_at_once_are_those_of_one_day(entries: list[RosterEntry], expected: int) -> None:
    assert at_once(entries) == expected


def test_a_customer_served_in_anothers_place_alone_is_stood_in_for() -> None:
    own, other = entry("ben", "K-1", 1, 5), entry("ben", "K-2", 1, 30)
    stand_in = entry("ben", "K-1", 6, 9), entry("ben", "K-3", 6, 9)
    away = [each.model_copy(update={"stands_in_for": "anna"}) for each in stand_in]
    [ben] = members([], [], [own, other, *away])
    assert ben.stands_in_for == {"K-3"}


def test_share_in_time_is_of_replies_with_a_target() -> None:
    assert replies("a", "A", met=8, late=2, other=5).in_time.whole == 10


def test_load_adds_up_by_hour_and_by_weekday() -> None:
    rows = ((1, 9, 3), (5, 9, 4), (5, 12, 4))
    names = HourCount.model_fields
    load = Load.of(HourCount(**dict(zip(names, row, strict=True))) for row in rows)
    assert list(load.hours) == [9, 10, 11, 12]
    assert (load.total, load.most, load.on(5), load.during(9), load.at(7, 3)) == (11, 4, 8, 7, 0)
    assert load.busiest == [(5, 9), (5, 12)]
    assert not Load.of([]).hours


# the page


def replies_of(
    agent_id: str, customer_id: str, month: date = OCTOBER, dedicated: bool = False, **counts: int
) -> list[Row]:
    """So many replies of an agent, by what the responses came to."""
    return [
        response(
            customer_id,
            f"{agent_id}-{customer_id}-{outcome}-{number}",
            month,
            source="desk",
            responder_id=agent_id,
            outcome=outcome,
            is_dedicated_responder=dedicated,
        )
        for outcome, count in counts.items()
        for number in range(count)
    ]


def hour(agent_id: str, customer_id: str, weekday: int, local_hour: int, count: int) -> Row:
    return {
        "source": "desk",
        "agent_id": agent_id,
        "customer_id": customer_id,
        "month": OCTOBER,
        "weekday": weekday,
        "local_hour": local_hour,
        "public_message_count": count,
    }


def on_roster(agent_id: str, customer_id: str) -> Row:
    return {
        "customer_id": customer_id,
        "source": "desk",
        "agent_id": agent_id,
        "valid_from": date(2026, 1, 1),
        "register_row": 2,
    }


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Anna for two customers at once, Ben <Busch> for one month; Cleo stands in."""
    names = {"anna": "Anna Adler", "ben": "Ben <Busch>", "cleo": "Cleo Christ"}
    return publish(
        tmp_path_factory.mktemp("team"),
        dim_customers=[customer("K-1", "Nordwerk AG"), customer("K-2", AWKWARD_NAME)],
        compliance_monthly=[month("K-1", each, met=1) for each in (AUGUST, OCTOBER)],
        dim_agents=[
            {"source": "desk", "agent_id": key, "agent_name": name, "is_bot": False}
            for key, name in names.items()
        ],
        dim_roster=[
            on_roster("anna", "K-1"),
            on_roster("anna", "K-2"),
            on_roster("cleo", "K-1") | {"stands_in_for": "anna"},
        ],
        fct_responses=[
            *replies_of("cleo", "K-1", met=4),
            *replies_of("anna", "K-1", dedicated=True, met=20, breached=9, no_target=2),
            *replies_of("anna", "K-2", dedicated=True, met=1),
            *replies_of("ben", "K-2", SEPTEMBER, met=12),
        ],
        team_hours=[
            hour("anna", "K-1", 2, 9, 20),
            hour("anna", "K-2", 2, 9, 5),
            hour("cleo", "K-1", 5, 16, 4),
        ],
    )


def test_everybody_by_name_with_n_and_interval(look: Look, team: Workspace) -> None:
    page = shown(look("team", team, lang="de"))
    assert "Oktober 2026 (läuft noch): 2 Personen gaben 36 Antworten" in page
    assert (
        "Rechtzeitig waren 73,5\u00a0% (25 von 34 mit Zielzeit; 95-%-Intervall 56–86\u00a0%)"
        in page
    )
    names = ("Anna Adler", "Ben &lt;Busch&gt;", "Cleo Christ")
    places = [page.index(f">{name}</a>") for name in names]
    assert places == sorted(places)
    assert "21 von 30 · 52–84\u00a0%" in page  # Anna, both customers
    assert "12 von 12 · 75–100\u00a0%" in page  # Ben, in the months before
    assert "zu wenige für einen Anteil" in page  # Cleo
    assert "keine werden" in page
    assert "taugen zur Planung, nicht zur Beurteilung" in page


def test_no_word_on_any_goal_stands_beside_a_person(look: Look, team: Workspace) -> None:
    page = shown(look("team", team, lang="de"))
    assert "sla-missed" not in page
    assert "Ziel erreicht" not in page
    assert "unter Ziel" not in page


def test_dedicated_agents_are_marked_and_more_than_one_customer_is_noted(
    look: Look, team: Workspace
) -> None:
    page = shown(look("team", team, lang="en"))
    assert "1 person is the dedicated agent of several customers at once" in page
    assert "2 customers at once; the promise is one alone" in page
    assert f">{ESCAPED_NAME}</a>" in page
    assert 'href="customer?lang=en&amp;customer=K-1">Nordwerk AG</a>' in page


def test_who_stands_in_is_said_beside_the_customer(look: Look, team: Workspace) -> None:
    page = shown(look("team", team, lang="de"))
    assert page.count("(Vertretung)") == 1
    cleo = page[page.index(">Cleo Christ</a>") :]
    assert 'customer=K-1">Nordwerk AG</a> (Vertretung)' in cleo
    anna = page[page.index(">Anna Adler</a>") : page.index(">Cleo Christ</a>")]
    assert "; abwesend" in anna
    assert "bei Nordwerk AG vertritt Cleo Christ" in anna


def test_load_by_hour_is_a_table_with_numbers(look: Look, team: Workspace) -> None:
    page = shown(look("team", team, lang="de"))
    assert (
        "Alle zusammen, Oktober 2026 (läuft noch): "
        "am meisten am Dienstag von 9 bis 10 Uhr (25 von 29 Nachrichten)"
    ) in page
    assert '<td style="--sla-heat:100%">25</td>' in page
    assert '<td style="--sla-heat:16%">4</td>' in page
    assert "Europe/Berlin" in page


def test_filters_are_in_the_address(look: Look, team: Workspace) -> None:
    page = shown(look("team", team, lang="en", customer="K-2", agent="desk:anna"))
    assert "1 person gave 1 reply" in page
    assert ">Cleo Christ</a>" not in page
    assert "Anna Adler: 5 messages, October 2026 (so far)" in page
    assert 'href="team?lang=en&amp;agent=desk%3Aanna&amp;customer=K-2"' in page
    earlier = shown(look("team", team, lang="en", month="2026-09"))
    assert "September 2026: 1 person gave 12 replies" in earlier


def test_choosing_writes_the_address(look: Look, team: Workspace) -> None:
    app = look("team", team)
    app.selectbox(key="agent").select("desk:cleo").run()
    assert app.query_params["agent"] == "desk:cleo"
    assert "Cleo Christ: 4 Nachrichten" in shown(app)


@pytest.mark.parametrize("name", ["customer", "agent", "period"])
def test_what_the_address_names_and_there_is_not(look: Look, team: Workspace, name: str) -> None:
    app = look("team", team, **{name: "<script>alert(1)</script>"})
    assert literal("<script>alert(1)</script>") in app.warning[0].value
    assert "<script" not in shown(app)
    assert "36 Antworten" in shown(app)


def test_a_customer_s_people_see_only_what_concerns_them(
    look: Look, team: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "scope", lambda: Scope(frozenset({"K-2"})))
    app = look("team", team, lang="en", customer="K-1", agent="desk:cleo")
    page = shown(app)
    for foreign in ("Nordwerk", "Cleo", "K-1", "at once"):
        assert foreign not in page
    assert "1 person gave 1 reply" in page
    assert "All together: 5 messages" in page
    assert app.selectbox(key="agent").options == ["All together", "Anna Adler", "Ben <Busch>"]


def test_a_month_without_replies(look: Look, without_responses: Workspace) -> None:
    page = shown(look("team", without_responses, lang="de"))
    assert "noch keine gewertete Antwort" in page
    assert "<table" not in page


# what each owes


@pytest.fixture(scope="module")
def owing(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Anna owes three, Ben one, and one is nobody's."""
    names = {"anna": "Anna Adler", "ben": "Ben <Busch>"}
    return publish(
        tmp_path_factory.mktemp("owing"),
        dim_customers=[customer("K-1", "Nordwerk AG"), customer("K-2", AWKWARD_NAME)],
        dim_agents=[
            {"source": "helpdesk", "agent_id": key, "agent_name": name, "is_bot": False}
            for key, name in names.items()
        ],
        dim_roster=[
            on_roster(key, "K-1") | {"source": "helpdesk"} for key in (*names, "no-longer-known")
        ],
        open_responses=[
            owed("K-1", "T-1", 5 * HOUR, dedicated_agent_id="anna"),
            owed("K-1", "T-2", None, severity=0, dedicated_agent_id="anna"),
            owed("K-2", "T-3", -600, dedicated_agent_id="anna"),
            owed("K-2", "T-4", 600, dedicated_agent_id="ben"),
            owed("K-2", "T-5", 300),
            owed("K-1", "T-6", 300, exclusion_reason="not_covered", dedicated_agent_id="ben"),
        ],
    )


def owed_part(page: str) -> str:
    return page.split('class="sla-table sla-owed"')[1].split("</table>", maxsplit=1)[0]


def test_what_each_owes_by_due_time_and_what_is_nobodys_last(look: Look, owing: Workspace) -> None:
    part = owed_part(shown(look("team", owing, lang="en")))
    tickets = re.findall(r"ticket=helpdesk%3A(T-\d+)", part)
    assert tickets == ["T-3", "T-1", "T-2", "T-4", "T-5"]
    names = [part.index(name) for name in ("Anna Adler", "Ben &lt;Busch&gt;", "nobody assigned")]
    assert names == sorted(names)
    assert "3 responses, 1 overdue" in part
    assert "1 response, 1 of them due within 1 hour" in part
    assert 'href="at_risk?lang=en&amp;agent=helpdesk%3Aanna"' in part


def test_of_one_customer_what_is_owed_to_it(look: Look, owing: Workspace) -> None:
    part = owed_part(shown(look("team", owing, lang="en", customer="K-1")))
    assert re.findall(r"ticket=helpdesk%3A(T-\d+)", part) == ["T-1", "T-2"]


def test_where_nothing_is_owed_there_is_no_table(look: Look, team: Workspace) -> None:
    page = shown(look("team", team, lang="de"))
    assert "sla-owed" not in page
    told = re.sub("<[^>]+>", "", page)
    assert "Jetzt geschuldet, nach Person und Fälligkeit: 0 Antworten, 0 davon" in told
