"""Every page on every kind of workspace, run in Streamlit's own test bed."""

import re
from datetime import date
from pathlib import Path

import pytest

from dashboards import access
from dashboards.components.table import FIRST
from dashboards.markdown import literal
from pipeline.marts import Scope
from pipeline.workspace import Workspace
from tests.dashboards.conftest import AWKWARD_NAME
from tests.dashboards.looking import Look, shown
from tests.dashboards.made_up import OCTOBER, RUN, customer, month, owed, publish

PAGES = ["overview", "customer"]
ESCAPED_NAME = "Müller &amp; &lt;b&gt;Töchter&lt;/b&gt; *KG* “$x$”"


# every page on every workspace


@pytest.mark.parametrize("page", PAGES)
def test_no_customer_says_what_to_fill_in(
    look: Look, without_customers: Workspace, page: str
) -> None:
    app = look(page, without_customers)
    assert "Noch kein Kunde mit dediziertem Support" in shown(app)
    assert str(without_customers.register / "customers.csv") in shown(app)
    assert app.code[0].value.startswith("customer_id,name,plan,add_on")
    assert not app.selectbox


@pytest.mark.parametrize("page", PAGES)
def test_a_customer_without_responses(look: Look, without_responses: Workspace, page: str) -> None:
    app = look(page, without_responses)
    assert "keine gewertete Antwort" in shown(app)
    assert app.selectbox(key="period").options == ["Oktober 2026 (läuft noch)"]


# the overview


def test_overview_has_everybody_whoever_needs_somebody_first_on_top(
    look: Look, small: Workspace
) -> None:
    page = shown(look("overview", small))
    assert "1 Antwort an 1 Kunden ist überfällig" in page
    names = ["Nordwerk AG", ESCAPED_NAME, "Altland GmbH"]
    places = [page.index(f">{name}</a>") for name in names]
    assert places == sorted(places)
    assert "Nie dabei" not in page
    assert "38\u00a0Min. überfällig" in page
    assert "72,7\u00a0%" in page  # 24 of 33
    assert "deutlich unter Ziel" in page
    told = re.sub("<[^>]*>", "", page)
    assert "Zu spät, nach Schweregrad9Kritisch: 9 von 29Standard: 0 von 8Kunden" in told


@pytest.fixture(scope="module")
def unattended(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Anna and an unknown one are away, and nobody stands in."""
    days = {"K-1": ("anna", 2, 6), "K-2": ("ghost", 3, 3)}
    return publish(
        tmp_path_factory.mktemp("unattended"),
        dim_customers=[customer("K-1", "Nordwerk AG"), customer("K-2", AWKWARD_NAME)],
        dim_agents=[
            {"source": "desk", "agent_id": "anna", "agent_name": "Anna Adler", "is_bot": False}
        ],
        nobody_present=[
            {
                "customer_id": customer_id,
                "source": "desk",
                "absent_agent_id": agent_id,
                "register_row": 2,
                "first_date": date(2026, 11, first),
                "last_date": date(2026, 11, last),
            }
            for customer_id, (agent_id, first, last) in days.items()
        ],
    )


def test_overview_warns_of_customers_for_whom_nobody_is_there(
    look: Look, unattended: Workspace
) -> None:
    first, second = look("overview", unattended).warning
    away = "ist abwesend, eine Vertretung fehlt."
    assert first.value == literal(
        f"Niemand da für Nordwerk AG, 2. Nov. 2026 bis 6. Nov. 2026: Anna Adler {away}"
    )
    assert second.value == literal(f"Niemand da für {AWKWARD_NAME}, 3. Nov. 2026: ghost {away}")


def test_to_a_customers_people_it_is_no_word(
    look: Look, unattended: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "scope", lambda: Scope(frozenset({"K-1"})))
    assert not look("overview", unattended).warning


def test_overview_tells_headline_figures_with_their_n(look: Look, small: Workspace) -> None:
    page = shown(look("overview", small, lang="en"))
    assert "with 1 of 3 customers" in page
    assert "28 of 37 · 59–87%" in page
    assert "Customers at the internal goal (95%)" in page
    assert "0 of 1" in page


def test_overview_leaves_nothing_out_in_silence(look: Look, small: Workspace) -> None:
    page = shown(look("overview", small, lang="en"))
    assert (
        "October 2026 (so far): 47 responses were owed: 28 on time, 9 late, 1 open, "
        "2 closed without an answer, 3 without a target, 2 waived, 1 not covered, 1 deleted. "
        "Gross, waivers put back: 71.7% (28 of 39)."
    ) in page


def test_too_few_cases_are_counts_and_no_share(look: Look, small: Workspace) -> None:
    page = shown(look("overview", small))
    assert "4 von 4" in page
    assert "zu wenige für einen Anteil" in page
    assert "100\u00a0%</span> <span" not in page


def test_another_month(look: Look, small: Workspace) -> None:
    app = look("overview", small, month="2026-09")  # as addresses sent earlier say it
    assert app.selectbox(key="period").value == "2026-09"
    assert "95,0\u00a0%" in shown(app)
    assert "Anteil rechtzeitig, September 2026<" in shown(app)


def test_the_period_is_chosen_on_the_page_and_written_into_the_address(
    look: Look, small: Workspace
) -> None:
    app = look("overview", small, month="2026-09")
    app.selectbox(key="period").select("2026-08").run()
    assert app.query_params["period"] == "2026-08"
    assert "month" not in app.query_params
    assert "Anteil rechtzeitig, August 2026<" in shown(app)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("wanted", ["2026-13", "1999-01", "2026-W99", "<script>alert(1)</script>"])
def test_a_period_that_there_is_not(look: Look, small: Workspace, page: str, wanted: str) -> None:
    app = look(page, small, period=wanted)
    assert literal(wanted) in app.warning[0].value
    assert app.selectbox(key="period").value == "2026-10"
    assert "<script" not in shown(app)


def test_of_many_customers_the_first_and_whoever_is_in_trouble(look: Look, tmp_path: Path) -> None:
    ids = [f"K-{number:03}" for number in range(FIRST + 20)]
    late, low = ids[-1], ids[-2]
    workspace = publish(
        tmp_path,
        dim_customers=[customer(each, f"Kunde {each}") for each in ids],
        compliance_monthly=[
            month(each, OCTOBER, met=20, breached=20 if each == low else 0) for each in ids
        ],
        open_responses=[
            owed(each, f"T-{each}", -600 if each == late else 9_000 + place)
            for place, each in enumerate(ids)
        ],
    )
    page = shown(look("overview", workspace))
    assert page.count('class="sla-customer"') == FIRST + 1
    assert f">Kunde {late}<" in page
    assert f">Kunde {low}<" in page
    assert "Frist läuft: 69 Kunden" in page
    assert "… und 19 weitere Kunden, niemand davon überfällig oder deutlich unter Ziel:" in page
    assert shown(look("overview", workspace, rows="all")).count('class="sla-customer"') == len(ids)


def test_rows_lead_to_customers_in_the_month_and_language_shown(
    look: Look, small: Workspace
) -> None:
    page = shown(look("overview", small, lang="en", month="2026-09"))
    assert 'href="customer?lang=en&amp;period=2026-09&amp;customer=K-1"' in page


# the customer's page


def test_promise_and_what_was_reached(look: Look, small: Workspace) -> None:
    page = shown(look("customer", small, customer="K-1"))
    for words in ("1 Stunde oder weniger", "2 Werktage oder weniger", "kein Ziel"):
        assert words in page
    assert "Was Kritisch heißt." in page
    assert "68,9\u00a0%" in page  # 20 of 29, cut
    assert "20 von 29 · 50–83 %" in page.replace("\u00a0", " ")
    assert "3 ohne Zielzeit" in page
    assert "2\u00a0Std.\u00a031\u00a0Min." in page
    assert 'aria-label="länger als zugesagt"' in page


def test_what_is_owed_now_most_urgent_first(look: Look, small: Workspace) -> None:
    page = shown(look("customer", small, customer="K-1"))
    assert "1 überfällige Antwort, 1 offene Antwort mit laufender Frist" in page
    assert "1 offene Antwort ohne Zielzeit" in page
    places = [page.index(ticket) for ticket in ("Betreff von T-1", "Betreff von T-2", "T-3")]
    assert places == sorted(places)
    assert "Zeitzone Europe/Berlin" in page
    assert "Fr., 30. Okt., 10:50" in page


def test_what_is_left_out_beside_the_share_net_and_gross(look: Look, small: Workspace) -> None:
    page = shown(look("customer", small, lang="en", customer="K-1"))
    assert "43 responses owed, 33 of them judged" in page
    assert "24 of 33, without approved waivers" in page
    assert "24 of 35, with approved waivers put back" in page


def test_the_trend_s_title_carries_its_message(look: Look, small: Workspace) -> None:
    app = look("customer", small, customer="K-1")
    assert "Internes Ziel in 2 von 3 Monaten mit genügend Antworten erreicht" in shown(app)
    assert app.get("plotly_chart")[0].key == "trend"


def test_names_and_subjects_are_text_and_only_web_addresses_are_links(
    look: Look, small: Workspace
) -> None:
    page = shown(look("customer", small, customer="K-2"))
    assert f"<h1>{ESCAPED_NAME}</h1>" in page
    assert "javascript:" not in page
    assert 'href="https://desk.example/T-1"' in shown(look("customer", small, customer="K-1"))


def test_a_month_without_responses(look: Look, small: Workspace) -> None:
    page = shown(look("customer", small, customer="K-3"))
    assert "Derzeit nicht betreut. Oktober 2026 (läuft noch): keine gewertete Antwort." in page
    assert "betreut vom 1. Jan. 2025 bis 31. Aug. 2026" in page
    assert "Oktober 2026 (läuft noch): keine Antwort geschuldet" in page


def test_by_default_whoever_needs_somebody_first(look: Look, small: Workspace) -> None:
    app = look("customer", small)
    assert app.selectbox(key="customer").value == "K-1"
    assert app.query_params["customer"] == "K-1"


@pytest.mark.parametrize("wanted", ["K-4", "NOPE", "<script>alert(1)</script>"])
def test_an_unknown_customer_is_not_replaced_by_another(
    look: Look, small: Workspace, wanted: str
) -> None:
    app = look("customer", small, customer=wanted)
    assert "Kein Kunde" in shown(app)
    assert "<table" not in shown(app)
    assert "<script" not in shown(app)
    app.selectbox(key="customer").select("K-2").run()
    assert app.query_params["customer"] == "K-2"
    assert ESCAPED_NAME in shown(app)


def test_customers_to_choose_from_are_sorted_by_name(look: Look, small: Workspace) -> None:
    app = look("customer", small)
    assert app.selectbox(key="customer").options == ["Altland GmbH", AWKWARD_NAME, "Nordwerk AG"]


# who looks, in which language, at which snapshot


@pytest.mark.parametrize("page", PAGES)
def test_scope(look: Look, small: Workspace, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "scope", lambda: Scope(frozenset({"K-2"})))
    app = look(page, small)
    assert "Nordwerk" not in shown(app)
    assert ESCAPED_NAME in shown(app)
    assert "K-1" not in shown(look("customer", small, customer="K-1")).replace("„K-1“", "")


def test_nobody_in_scope(look: Look, small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "scope", lambda: Scope(frozenset()))
    assert "Nordwerk" not in shown(look("overview", small))


def test_the_language_is_the_workspace_s_unless_the_address_asks(
    look: Look, tmp_path: Path
) -> None:
    workspace = publish(
        tmp_path,
        run_info=[{**RUN, "language": "en"}],
        dim_customers=[customer("K-1", "Nordwerk AG")],
    )
    assert "Nothing is overdue" in shown(look("overview", workspace))
    assert "Nichts ist überfällig" in shown(look("overview", workspace, lang="de"))
    assert "Nothing is overdue" in shown(look("overview", workspace, lang="xx"))


def test_the_language_is_switched_on_the_page(look: Look, small: Workspace) -> None:
    app = look("overview", small)
    app.segmented_control(key="lang").set_value("en").run()
    assert app.query_params["lang"] == "en"
    assert "Who needs me?" in shown(app)


def test_another_reading_is_said(look: Look, tmp_path: Path) -> None:
    workspace = publish(
        tmp_path,
        run_info=[{**RUN, "reading": "strict"}],
        dim_customers=[customer("K-1", "Nordwerk AG")],
    )
    assert "Obergrenze" in shown(look("overview", workspace))


def test_as_of_is_told_on_its_zone_s_clock_with_its_age(look: Look, small: Workspace) -> None:
    page = shown(look("overview", small))
    assert "Freitag, 30. Oktober 2026, 10:40 MEZ</time> (Europe/Berlin), " in page


def test_a_new_snapshot_shows_at_the_next_rerun(look: Look, small: Workspace) -> None:
    app = look("overview", small)
    publish(
        small.root,
        name="newer",
        dim_customers=[customer("K-9", "Neuland AG")],
        compliance_monthly=[month("K-9", OCTOBER, met=11)],
    )
    app.run()
    assert not app.exception
    assert "Neuland AG" in shown(app)
    assert "Nordwerk AG" not in shown(app)
