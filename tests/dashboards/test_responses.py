"""The period of all pages, the page of responses, and the search: what an address says is done."""

import re
from datetime import UTC, date, datetime, time

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.components import take_away
from dashboards.markdown import literal
from pipeline import marts
from pipeline.exporting import pages
from pipeline.marts import EVERYBODY
from pipeline.marts.periods import Period
from pipeline.marts.selection import Selection
from pipeline.workspace import Workspace
from tests.dashboards.looking import Look, markup, shown
from tests.dashboards.made_up import AUGUST, SEPTEMBER, customer, month, publish, response


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A customer with three responses in a week, one of them late, and one a year before."""
    opened = {
        "T-1": date(2026, 8, 31),
        "T-2": date(2026, 9, 2),
        "T-3": date(2026, 9, 6),
        "T-4": date(2026, 9, 7),
        "T-5": date(2025, 9, 3),
    }
    made = [
        response(
            "K-1",
            ticket,
            day.replace(day=1),
            opened_on=day,
            opened_at=datetime.combine(day, time(9), UTC),
            outcome="breached" if ticket == "T-3" else "met",
        )
        for ticket, day in opened.items()
    ]
    months = [date(2025, 9, 1), AUGUST, SEPTEMBER]
    return publish(
        tmp_path_factory.mktemp("days"),
        dim_customers=[customer("K-1", "Nordwerk AG")],
        dim_calendars=[{"calendar_id": "dedicated_support", "working_day_seconds": 28_800}],
        compliance_monthly=[month("K-1", each, met=1) for each in months],
        fct_responses=made,
    )


@pytest.mark.parametrize(
    ("period", "name", "count"),
    [
        ("2026-W36", "Week 36, 2026", 3),
        ("2026-09", "September 2026", 3),
        ("2026-Q3", "Q3 2026", 4),
        ("2026", "Year 2026 (so far)", 4),
        ("2025", "Year 2025", 1),
        ("2026-09-01..2026-09-06", "1 Sept 2026 to 6 Sept 2026", 2),
    ],
)
def test_any_period(look: Look, days: Workspace, period: str, name: str, count: int) -> None:
    page = shown(look("responses", days, lang="en", period=period))
    assert re.search(
        rf"<h1>{re.escape(name)}: {count} responses?</h1>", page.replace("Sep ", "Sept ")
    )


def test_a_period_of_another_kind_ends_where_the_former_did(look: Look, days: Workspace) -> None:
    app = look("overview", days, period="2026-09")
    app.selectbox(key="kind").select("quarter").run()
    assert app.query_params["period"] == "2026-Q3"
    app.selectbox(key="kind").select("week").run()
    assert app.query_params["period"] == "2026-W40"
    app.selectbox(key="kind").select("range").run()
    assert app.query_params["period"] == "2026-09-28..2026-10-04"
    app.date_input(key="days").set_value((date(2026, 9, 1), date(2026, 9, 2))).run()
    assert app.query_params["period"] == "2026-09-01..2026-09-02"


def test_what_it_is_compared_with(look: Look, small: Workspace) -> None:
    assert "September 2026 gegenüber August 2026" in shown(
        look("customer", small, customer="K-1", period="2026-09")
    )
    of_year = shown(look("customer", small, customer="K-1", period="2026-09", against="year"))
    assert "September 2026 und September 2025: zu wenige Antworten" in of_year
    assert "gegenüber" not in shown(
        look("customer", small, customer="K-1", period="2026-09", against="none")
    )


def test_period_and_comparison_go_along(look: Look, small: Workspace) -> None:
    page = shown(look("overview", small, month="2026-09", against="year"))
    assert 'href="team?period=2026-09&amp;against=year"' in page


def test_a_filter_is_written_into_the_address_and_taken_out(look: Look, days: Workspace) -> None:
    app = look("responses", days, lang="en", period="2026-Q3")
    app.query_params["page"] = "2"
    app.multiselect(key="outcome").select("breached").select("met").run()
    assert app.query_params["outcome"] == ["breached", "met"]
    assert "page" not in app.query_params
    app.multiselect(key="outcome").unselect("met").run()
    assert "Q3 2026: 1 response<" in shown(app)
    assert "Outcome: late ×" in shown(app)
    app.multiselect(key="outcome").unselect("breached").run()
    assert "outcome" not in app.query_params


@pytest.mark.parametrize("wanted", ["K-9", "<script>alert(1)</script>"])
def test_a_value_that_there_is_not_restricts_nothing(
    look: Look, days: Workspace, wanted: str
) -> None:
    app = look("responses", days, lang="en", period="2026-Q3", customer=wanted)
    assert literal(wanted) in app.warning[0].value
    assert "Q3 2026: 4 responses" in shown(app)
    assert "<script" not in shown(app)


@pytest.mark.parametrize("odd", [{"sort": "nothing"}, {"page": "-1"}, {"page": "99"}])
def test_what_an_address_cannot_mean_is_as_if_not_said(
    look: Look, days: Workspace, odd: dict[str, str]
) -> None:
    app = look("responses", days, period="2026-Q3")
    app.query_params.update(odd)
    assert tickets(app.run()) == ["T-4", "T-3", "T-2", "T-1"]


def tickets(app: AppTest) -> list[str]:
    """The tickets of the list, from the top."""
    return re.findall(r'ticket=helpdesk%3A(T-\d+)&amp;response=1"', markup(app))


def test_sorting_leads_there_and_back(look: Look, days: Workspace) -> None:
    app = look("responses", days, period="2026-Q3", sort="ticket")
    assert tickets(app) == ["T-1", "T-2", "T-3", "T-4"]
    assert 'aria-sort="ascending"' in markup(app)
    assert 'href="?period=2026-Q3&amp;sort=-ticket"' in markup(app)
    assert tickets(look("responses", days, period="2026-Q3", sort="-ticket"))[0] == "T-4"


def test_people_are_sorted_by_the_name_that_is_shown(demo_workspace: Workspace) -> None:
    snapshot = marts.newest_snapshot(demo_workspace)
    september = Selection(Period(date(2026, 9, 1), date(2026, 9, 30), "month"))
    for sort, is_down in (("person", False), ("-person", True)):
        found = marts.responses(EVERYBODY, snapshot, september, sort)["responder_name"].tolist()
        names = [each for each in found if isinstance(each, str)]
        assert names == sorted(names, reverse=is_down)
        assert len(set(names)) > 5
        assert found[: len(names)] == names, "nobody comes last"


def test_responses_of_a_ticket_are_neither_of_a_period_nor_owed_now(
    look: Look, days: Workspace
) -> None:
    app = look("responses", days, lang="en", ticket="helpdesk:T-1")
    assert "At any time: 1 response" in shown(app)
    assert app.segmented_control(key="when").value is None
    assert not [box for box in app.multiselect if box.key == "due"]


def test_a_value_that_there_is_not_beside_one_that_there_is(look: Look, days: Workspace) -> None:
    app = look("responses", days, lang="en", period="2026-Q3", severity=["9", "3"])
    assert literal("The other values hold.") in app.warning[0].value


def test_whoever_is_found_is_shown_though_they_did_nothing(
    look: Look, demo_workspace: Workspace
) -> None:
    page = shown(look("search", demo_workspace, lang="en", words="FASSBENDER"))
    [key] = re.findall(r"agent=([^&\"]+)", page)[:1]
    app = look("team", demo_workspace, lang="en", agent=key.replace("%3A", ":"), period="2025-11")
    assert not app.warning
    assert "Faßbender: " in shown(app)


def test_now_and_in_the_period_are_parted(look: Look, small: Workspace) -> None:
    app = look("responses", small, lang="en")
    app.segmented_control(key="when").set_value("now").run()
    assert "Owed now" in shown(app)
    assert "overdue" in app.query_params["due"]
    assert "period" not in {each.key for each in app.selectbox}
    app.segmented_control(key="when").set_value("period").run()
    assert "due" not in app.query_params


def test_the_export_is_exactly_what_is_filtered(demo_workspace: Workspace) -> None:
    snapshot = marts.newest_snapshot(demo_workspace)
    period = Period(date(2026, 9, 1), date(2026, 9, 30), "month")
    selection = Selection.of(period, {"severity": ("3",), "outcome": ("breached", "met")})
    [asked] = pages.responses(selection).values()
    frame = asked.question(EVERYBODY, snapshot, *asked.arguments)
    [counts] = marts.response_counts(EVERYBODY, snapshot, selection).to_dict("records")
    assert len(frame) == counts["owed_count"] > 50
    assert set(frame["severity"]) == {3}
    assert set(frame["outcome"]) == {"breached", "met"}


def test_files_are_made_of_all_rows_and_not_of_the_page(
    look: Look, demo_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {}

    def download(_label: str, make: object, name: str, _mime: str) -> None:
        made[name.rpartition(".")[2]] = make

    monkeypatch.setattr(take_away, "_download", download)
    look("responses", demo_workspace, lang="en", period="2026-09")
    lines = made["csv"]().decode().strip().splitlines()  # type: ignore[operator]
    snapshot = marts.newest_snapshot(demo_workspace)
    september = Selection(Period(date(2026, 9, 1), date(2026, 9, 30), "month"))
    assert len(lines) - 1 >= len(marts.responses(EVERYBODY, snapshot, september)) > 50


# the search


def test_words_typed_in_the_frame_lead_to_what_was_found(
    look: Look, demo_workspace: Workspace
) -> None:
    app = look("team", demo_workspace, lang="en", period="2026-09")
    app.text_input(key="search").set_value("hanseatische").run()
    assert "results for “hanseatische”" in shown(app) or "result for" in shown(app)
    assert app.query_params["words"] == "hanseatische"
    assert app.query_params["period"] == "2026-09"


def test_words_lead_to_tickets_customers_and_people(look: Look, demo_workspace: Workspace) -> None:
    page = shown(look("search", demo_workspace, lang="en", words="HANSEATISCHE"))
    assert "customer?lang=en&amp;customer=K-1003" in page
    person = shown(look("search", demo_workspace, lang="en", words="petra sim"))
    assert "Petra Šimková" in person
    assert "Nothing found for" in shown(look("search", demo_workspace, lang="en", words="qqqqq"))
    assert "What are you looking for?" in shown(look("search", demo_workspace, lang="en"))


def test_a_ticket_found_alone_is_shown(look: Look, demo_workspace: Workspace) -> None:
    snapshot = marts.newest_snapshot(demo_workspace)
    code = str(marts.open_responses(EVERYBODY, snapshot)["code"].iloc[0])
    app = look("search", demo_workspace, lang="en", words=code[:-1].lower())
    assert "Why this verdict?" in shown(app)
    assert code in shown(app)
