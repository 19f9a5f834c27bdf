"""The page of one ticket: its conversation in a picture, its verdicts in words."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboards import access
from dashboards.components.chart import TONES, Chart
from dashboards.components.ticket.timeline import Reach, lanes, timeline
from dashboards.components.time_axis import wall_time
from dashboards.ticket_history import Conversation, conversation
from dashboards.view import Run, View
from dashboards.wording import wording
from pipeline import marts
from pipeline.explanation import explain_ticket, told
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.records import records
from pipeline.running.run import run
from pipeline.wording.catalogues import Language
from pipeline.workspace import Workspace
from tests.dashboards.looking import Look, shown
from tests.pipeline.numbered_desk import numbered_workspace


def tickets(workspace: Workspace, condition: str) -> list[str]:
    """Keys of the demo's tickets that answer a condition on their outcomes, by key."""
    query = f"""
        select concat(source, ':', ticket_id) as key
        from fct_responses
        group by all
        having {condition}
        order by key
    """
    return list(marts.ask(marts.newest_snapshot(workspace), query)["key"])


@pytest.mark.parametrize("language", ["de", "en"])
def test_without_a_ticket_it_says_how_to_find_one(
    look: Look, demo_workspace: Workspace, language: str
) -> None:
    app = look("ticket", demo_workspace, lang=language)
    assert {"de": "Welches Ticket?", "en": "Which ticket?"}[language] in shown(app)
    assert not app.expander


def test_an_unknown_ticket_is_told_and_its_name_is_no_markup(
    look: Look, demo_workspace: Workspace
) -> None:
    app = look("ticket", demo_workspace, ticket="<script>x</script>", lang="en")
    assert "No ticket “&lt;script&gt;x&lt;/script&gt;”" in shown(app)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_missed_response_is_explained_first(
    look: Look, demo_workspace: Workspace, language: Language
) -> None:
    once = "count(*) > 2 and count(*) filter (where outcome = 'breached') = 1"
    key = tickets(demo_workspace, once)[0]
    snapshot = marts.newest_snapshot(demo_workspace)
    explanations = explain_ticket(marts.EVERYBODY, snapshot, key)
    [missed] = (each for each in explanations if each.response.outcome == "breached")

    said = told(missed, language)
    markup = shown(look("ticket", demo_workspace, ticket=key, lang=language))

    assert f"<h1>{said.verdict.removesuffix('.')}</h1>" in markup
    assert said.total in markup
    assert markup.count("data-label") > len(said.segments.rows)
    assert len(re.findall(r'<tr class="sla-chosen-row">', markup)) == 1


def test_another_response_is_chosen_by_the_address(look: Look, demo_workspace: Workspace) -> None:
    key = tickets(demo_workspace, "count(*) > 2")[0]
    markup = shown(look("ticket", demo_workspace, ticket=key, response="2", lang="en"))
    assert f"<dd>{key}:2</dd>" in markup
    # a number that there is not falls back to the one that the page would choose
    assert "Response" in shown(look("ticket", demo_workspace, ticket=key, response="99", lang="en"))


def test_the_id_of_a_response_shows_it_among_all_of_its_ticket(
    look: Look, demo_workspace: Workspace
) -> None:
    key = tickets(demo_workspace, "count(*) = 3")[0]
    markup = shown(look("ticket", demo_workspace, ticket=f"{key}:2", lang="en"))
    assert f"<dd>{key}:2</dd>" in markup
    assert "response 2 of 3" in markup
    markup = shown(look("ticket", demo_workspace, ticket=f"{key}:2", response="3", lang="en"))
    assert f"<dd>{key}:3</dd>" in markup


def test_every_kind_of_verdict_has_its_page(look: Look, demo_workspace: Workspace) -> None:
    for outcome in ("met", "breached", "pending", "unanswered", "no_target"):
        key = tickets(demo_workspace, f"bool_or(outcome = '{outcome}')")[0]
        app = look("ticket", demo_workspace, ticket=key)
        assert "Antwort" in shown(app), outcome


def test_a_customer_s_people_find_none_but_their_own(
    look: Look, demo_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = tickets(demo_workspace, "min(customer_id) = 'K-1001'")[0]
    other = tickets(demo_workspace, "min(customer_id) = 'K-1002'")[0]
    monkeypatch.setattr(access, "scope", lambda: Scope(frozenset({"K-1001"})))
    assert "sla-explained" in shown(look("ticket", demo_workspace, ticket=theirs))
    hidden = shown(look("ticket", demo_workspace, ticket=other, lang="en"))
    assert "No ticket" in hidden
    assert "sla-explained" not in hidden


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = numbered_workspace(tmp_path_factory.mktemp("numbers") / "desk")
    run(workspace)
    return workspace


@pytest.mark.parametrize("typed", ["qt-1", " QT-1 ", "helpdesk:QT-1", "T1", "helpdesk:t1:1"])
def test_a_ticket_is_found_and_called_by_its_number(
    look: Look, numbered: Workspace, typed: str
) -> None:
    app = look("ticket", numbered, ticket=typed, lang="en")
    markup = shown(app)
    assert "<dd>helpdesk:t1:1</dd>" in markup
    assert "ticket QT-1 (helpdesk)" in markup
    assert '<a href="https://desk.example/one" target="_blank" rel="noopener">' in markup
    assert app.text_input(key="ticket").value == "QT-1"


def test_typing_a_number_opens_its_ticket(look: Look, numbered: Workspace) -> None:
    app = look("ticket", numbered, lang="en")
    app.text_input(key="ticket").set_value("  qt-9 ").run()
    assert "<dd>helpdesk:t1b:1</dd>" in shown(app)


def test_tickets_of_one_number_are_listed_to_choose_from(look: Look, numbered: Workspace) -> None:
    app = look("ticket", numbered, ticket="same-7", lang="en")
    markup = shown(app)
    assert "“same-7” means 2 tickets" in markup
    assert "sla-explained" not in markup
    links = re.findall(r'href="(ticket[^"]*)">([^<]*)</a>', markup)
    assert [label for _, label in links] == ["Odd", "Slow"]
    assert "ticket=helpdesk%3At2" in links[1][0]
    assert "Zweite AG" in markup
    assert "javascript:" not in markup
    assert "<dd>helpdesk:t2:1</dd>" in shown(look("ticket", numbered, ticket="helpdesk:t2"))


def test_who_may_see_one_of_them_is_told_of_no_other(
    look: Look, numbered: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "scope", lambda: Scope(frozenset({"K-1"})))
    markup = shown(look("ticket", numbered, ticket="SAME-7", lang="en"))
    assert "<dd>helpdesk:t2:1</dd>" in markup
    assert "Zweite" not in markup


@pytest.fixture
def missed(demo_workspace: Workspace) -> tuple[View, Conversation]:
    """A viewer of the demo, and a ticket of one response, too late."""
    snapshot = marts.newest_snapshot(demo_workspace)
    run = records(marts.run_info(EVERYBODY, snapshot), Run)[0]
    view = View(EVERYBODY, snapshot, run, wording("en"))
    key = tickets(demo_workspace, "count(*) = 1 and bool_and(outcome = 'breached')")[0]
    found = conversation(view, key)
    assert found
    return view, found


@dataclass(frozen=True)
class Drawn:
    """A bar of the picture: its lane from the top, from when to when, its tone, its words."""

    lane: int
    begins: datetime
    ends: datetime
    tone: str
    told: str


def bars(chart: Chart) -> list[Drawn]:
    """Every bar of the picture, by lane and from left to right."""
    _, drawn, *_ = chart.figure.data
    found = [
        Drawn(lane, begins, begins + timedelta(milliseconds=length), tone, told)
        for lane, begins, length, tone, told in zip(
            drawn.y,
            map(datetime.fromisoformat, drawn.base),
            drawn.x,
            drawn.marker.color,
            drawn.hovertext,
            strict=True,
        )
    ]
    return sorted(found, key=lambda bar: (bar.lane, bar.begins))


def test_one_target_is_told_by_what_is_owed_and_its_deadline(
    missed: tuple[View, Conversation],
) -> None:
    view, found = missed
    [selected] = found.explanations
    names = list(lanes(view, selected))
    assert names == ["customer", "agent", "others", "owed", "clock"]
    chart = timeline(view, found, selected)
    before, after = (bar for bar in bars(chart) if bar.lane == names.index("owed"))
    response, zone = selected.response, ZoneInfo(selected.response.time_zone)
    assert (before.tone, after.tone) == (TONES["met"], TONES["missed"])
    assert before.begins == wall_time(response.opened_at, zone)
    assert response.due_at
    assert before.ends == after.begins == wall_time(response.due_at, zone)
    assert response.closed_at
    assert after.ends == wall_time(response.closed_at, zone)
    [line] = chart.figure.layout.shapes
    assert line.x0 == line.x1 == str(before.ends)
    top = chart.figure.layout.yaxis.range
    assert top[0] > top[1], "the first lane is on top"
    assert chart.figure.layout.yaxis.ticktext[0] == "Customer"


def test_each_of_several_targets_has_a_bar_that_turns_red_at_its_own_deadline(
    missed: tuple[View, Conversation],
) -> None:
    view, found = missed
    explanation = found.explanations[0]
    [late] = explanation.legs
    kept = late.model_copy(
        update={"leg_number": 2, "severity": 3, "is_breached": False, "is_reported": False}
    )
    selected = replace(explanation, legs=(late, kept))
    names = lanes(view, selected)
    assert list(names)[-3:] == ["target-1", "target-2", "clock"]
    assert names["target-2"] == "Target Standard"
    first, second = list(names).index("target-1"), list(names).index("target-2")
    drawn = [bar for bar in bars(timeline(view, found, selected)) if bar.lane in (first, second)]
    assert [(bar.lane, bar.tone) for bar in drawn] == [
        (first, TONES["met"]),
        (first, TONES["missed"]),
        (second, TONES["met"]),
    ]
    assert "exceeded" in drawn[0].told
    assert "kept" in drawn[2].told


def test_every_response_and_event_of_the_conversation_is_drawn_however_little_is_shown(
    demo_workspace: Workspace,
) -> None:
    snapshot = marts.newest_snapshot(demo_workspace)
    run = records(marts.run_info(EVERYBODY, snapshot), Run)[0]
    view = View(EVERYBODY, snapshot, run, wording("en"))
    found = conversation(
        view, tickets(demo_workspace, "count(*) > 2 and max(due_at) > min(due_at)")[0]
    )
    assert found
    selected = next(each for each in found.explanations if each.response.due_at)
    owed = list(lanes(view, selected)).index("owed")
    reaches: tuple[Reach, ...] = ("whole", "response", "deadline")
    lengths = []
    for reach in reaches:
        chart = timeline(view, found, selected, reach)
        assert len({bar.told for bar in bars(chart) if bar.lane == owed}) == len(found.explanations)
        assert sum(len(each.x) for each in chart.figure.data[2:]) == len(found.events)
        assert len(chart.rows) == len(found.events)
        begins, ends = map(datetime.fromisoformat, chart.figure.layout.xaxis.range)
        lengths.append(ends - begins)
    assert lengths[0] > lengths[1] > lengths[2] == timedelta(minutes=30)


def test_wall_times_are_those_of_the_calendar() -> None:
    instant = datetime(2026, 7, 1, 7, 0, tzinfo=UTC)
    assert wall_time(instant, ZoneInfo("Europe/Berlin")) == datetime(2026, 7, 1, 9, 0)  # noqa: DTZ001
