"""Scenarios on the page of the contract: the form's wishes as YAML, and a result that was kept."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from dashboards import access, what_if
from dashboards.markdown import literal
from dashboards.what_if import Wishes, scenario_text
from pipeline import marts
from pipeline.errors import SettingsError
from pipeline.marts import EVERYBODY, Scope, scenarios
from pipeline.marts.records import records
from pipeline.marts.scenarios import Judged
from pipeline.running.dbt import Progress
from pipeline.running.what_if import OnModel
from pipeline.settings.amounts import Amount, parse_amount
from pipeline.settings.policy import CountryHolidays, Interval, Policy, load_policy
from pipeline.settings.scenario import Scenario, load_scenario
from pipeline.workspace import Workspace
from tests.dashboards.looking import Look, shown
from tests.judged_scenario import LATE, judged_demo

POLICY = Path(__file__).parents[2] / "pipeline" / "template" / "policy.yml"
HALF_AN_HOUR = Amount(Decimal(30), "minute")


def wished(folder: Path, wishes: Wishes) -> Policy:
    """The policy that a form's wishes make, by way of the file that is written."""
    path = folder / "wished.yml"
    path.write_text(scenario_text(load_policy(POLICY), wishes, "default"), encoding="utf-8")
    return load_scenario(path, POLICY).policy


def test_no_wish_is_today_s_policy(tmp_path: Path) -> None:
    assert wished(tmp_path, Wishes()) == load_policy(POLICY)


def test_targets_pauses_hours_holidays_and_reading(tmp_path: Path) -> None:
    policy = wished(
        tmp_path,
        Wishes(
            targets={(3, "first_response"): HALF_AN_HOUR, (1, "follow_up"): None},
            pause_statuses=("on_hold",),
            hours=("08:00", "18:30"),
            holidays=("DE", "BE"),
            reading="literal",
        ),
    )
    today = load_policy(POLICY)
    [version] = policy.policies
    assert version.targets[3].first_response == HALF_AN_HOUR
    assert version.targets[3].follow_up == today.policies[0].targets[3].follow_up
    assert version.targets[1].follow_up is None
    assert version.pause_statuses == ("on_hold",)
    calendar = policy.calendars[version.calendar]
    assert calendar.hours == dict.fromkeys(range(5), (Interval(8 * 60, 18 * 60 + 30),))
    assert calendar.holidays == (CountryHolidays(country="DE", subdivision="BE"),)
    assert policy.readings["default"] == today.readings["literal"]


def test_one_customer_s_terms_alone(tmp_path: Path) -> None:
    policy = wished(
        tmp_path,
        Wishes(targets={(3, "first_response"): HALF_AN_HOUR}, customer_id="K-1"),
    )
    assert policy.policies == load_policy(POLICY).policies
    [override] = policy.customers["K-1"]
    assert override.valid_from == date(2020, 1, 1)
    assert override.targets == {3: {"first_response": HALF_AN_HOUR}}


@pytest.fixture(scope="module")
def judged_once(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return judged_demo(demo_workspace, tmp_path_factory.mktemp("once"))


@pytest.fixture
def judged(judged_once: Workspace, tmp_path: Path) -> Workspace:
    """The demo with the result of a scenario under which a few responses more are late.

    All in it is the test's own, but for the snapshot.
    """
    workspace, snapshots = Workspace(tmp_path / "judged"), shutil.ignore_patterns("*.duckdb")
    shutil.copytree(judged_once.root, workspace.root, ignore=snapshots)
    workspace.published.symlink_to(marts.newest_snapshot(judged_once))
    return workspace


def test_the_result_is_a_scenario_s_wherever_it_is_told(look: Look, judged: Workspace) -> None:
    page = shown(look("contract", judged, scenario="stricter", month="2026-09"))
    assert "Szenario „stricter“: 3 Antworten bekämen ein anderes Ergebnis" in page
    assert "Szenario, nicht veröffentlicht: Daten vom" in page
    assert "neueren Datenstand" not in page
    file = judged.scenarios / "stricter.parquet"
    assert "gehören 3 zu „" in page
    for response_id in scenarios.flipped(EVERYBODY, file)["response_id"]:
        ticket, _, number = response_id.rpartition(":")
        link = f"ticket={ticket.replace(':', '%3A')}&amp;response={number}"
        assert link in page
    months = records(scenarios.judged(EVERYBODY, file, "month"), Judged)
    assert sum(each.newly_late_count for each in months) == LATE


def test_an_older_run_s_result_says_so(look: Look, judged: Workspace) -> None:
    newer = judged.snapshots / "20990101T000000Z.duckdb"
    shutil.copy(marts.newest_snapshot(judged), newer)
    newer.chmod(0o600)
    with duckdb.connect(str(newer)) as connection:
        connection.execute("update marts.run_info set run_id = '20990101T000000Z'")
    judged.published.unlink()
    judged.published.symlink_to(newer.relative_to(judged.warehouse))
    assert "neueren Datenstand" in shown(look("contract", judged, scenario="stricter"))


def test_none_is_shown_unless_it_is_asked_for(look: Look, judged: Workspace) -> None:
    page = shown(look("contract", judged))
    assert "Was wäre, wenn?" in page
    assert "stricter" not in page
    assert "stricter" in look("contract", judged).selectbox(key="scenario").options
    assert "gone" in shown(look("contract", judged, scenario="gone"))


def test_a_customer_s_people_see_nothing_of_it(
    look: Look, judged: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = access.Visitor("customer", Scope(frozenset({"K-1004"})), "kim@acme.example")
    monkeypatch.setattr(access, "visitor", lambda: own)
    app = look("contract", judged, scenario="stricter")
    assert "Szenario" not in shown(app)
    assert not [box for box in app.selectbox if box.key == "scenario"]
    assert "Neues Szenario" not in [box.label for box in app.expander]


def test_what_somebody_wrote_is_not_written_over(judged: Workspace) -> None:
    mine = judged.scenarios / "mine.yml"
    mine.write_text("goal: 0.9\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="taken"):
        what_if.judge(judged, "mine", "goal: 0.8\n", print)
    assert mine.read_text(encoding="utf-8") == "goal: 0.9\n"
    for name in ("", "../mine", "a b"):
        with pytest.raises(SettingsError, match="bad_name"):
            what_if.judge(judged, name, "goal: 0.8\n", print)


def test_the_form_writes_a_scenario_and_shows_how_far_it_has_come(
    look: Look, judged: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Scenario] = []

    def judge(workspace: Workspace, scenario: Scenario, on_model: OnModel) -> None:
        asked.append(scenario)
        on_model(Progress("fct_responses", 0.1, 1, 2))
        shutil.copy(judged.scenarios / "stricter.parquet", workspace.scenarios / "quicker.parquet")

    monkeypatch.setattr(what_if, "what_if", judge)
    app = look("contract", judged)
    [name] = [field for field in app.text_input if field.label == "Name des Szenarios"]
    name.set_value("quicker")
    app.select_slider(key="what-if-*-3-first_response").set_value(HALF_AN_HOUR)
    [submit] = [button for button in app.button if button.label == "Durchrechnen"]
    submit.click().run()
    assert not app.exception
    [scenario] = asked
    assert scenario.name == "quicker"
    today = load_policy(judged.policy_file)
    for version, before in zip(scenario.policy.policies, today.policies, strict=True):
        assert version.targets[3].first_response == HALF_AN_HOUR
        assert version.pause_statuses == before.pause_statuses
    assert scenario.policy.calendars == today.calendars
    assert "first_response: 30 minutes" in (judged.scenarios / "quicker.yml").read_text("utf-8")
    assert app.query_params["scenario"] == "quicker"


@pytest.mark.parametrize(
    ("name", "hours", "told"),
    [
        ("a b", ("08:30", "17:00"), "ist kein Name für ein Szenario"),
        ("theirs", ("08:30", "17:00"), "mit anderen Bedingungen gibt es schon"),
        ("mine", ("09:00", "09:00"), "Beginn und Ende sind gleich"),
        ("mine", ("09:00", "17:00"), "Noch ist nichts anders"),
    ],
)
def test_a_mistake_in_the_form_is_told(
    look: Look, judged: Workspace, name: str, hours: tuple[str, str], told: str
) -> None:
    (judged.scenarios / "theirs.yml").write_text("goal: 0.9\n", encoding="utf-8")
    app = look("contract", judged)
    app.select_slider(key="what-if-hours").set_value(hours)
    named(app, name).click().run()
    assert told in app.error[0].value


def named(app: AppTest, name: str) -> Button:
    """The form's button, once the scenario is called this."""
    [field] = [field for field in app.text_input if field.label == "Name des Szenarios"]
    field.set_value(name)
    [submit] = [button for button in app.button if button.label == "Durchrechnen"]
    return submit


@pytest.fixture
def asked(judged: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[Scenario]:
    """What is to be judged."""
    found: list[Scenario] = []

    def judge(workspace: Workspace, scenario: Scenario, on_model: OnModel) -> None:
        found.append(scenario)
        shutil.copy(judged.scenarios / "stricter.parquet", workspace.scenarios / "mine.parquet")

    monkeypatch.setattr(what_if, "what_if", judge)
    return found


def test_hours_that_are_moved_are_asked(
    look: Look, judged: Workspace, asked: list[Scenario]
) -> None:
    app = look("contract", judged)
    app.select_slider(key="what-if-hours").set_value(("08:00", "24:00"))
    named(app, "mine").click().run()
    [scenario] = asked
    week = scenario.policy.calendars["dedicated_support"].hours
    assert {str(span) for day in range(5) for span in week[day]} == {"08:00-24:00"}


@pytest.mark.parametrize(
    ("hours", "begins_with"),
    [
        ('mon-fri: ["09:00-12:00", "13:30-18:15"]', ("09:00", "18:15")),
        ('mon-thu: "22:00-06:00"', ("22:00", "24:00")),
        ('sat-sun: "10:00-14:00"', ("10:00", "14:00")),
    ],
)
def test_hours_that_are_not_moved_are_not_asked(
    look: Look, judged: Workspace, hours: str, begins_with: tuple[str, str]
) -> None:
    policy = judged.policy_file.read_text("utf-8")
    assert 'mon-fri: "09:00-17:00"' in policy
    policy = policy.replace('mon-fri: "09:00-17:00"', hours)
    judged.policy_file.write_text(policy, encoding="utf-8")
    app = look("contract", judged)
    assert app.select_slider(key="what-if-hours").value == begins_with
    named(app, "mine").click().run()
    assert literal("Noch ist nichts anders") in app.error[0].value


def test_the_form_begins_with_the_customer_s_own_terms(
    look: Look, judged: Workspace, asked: list[Scenario]
) -> None:
    own = "customers: {K-1007: [{valid_from: 2026-01-01, targets: {3: {first_response: 1 hour}}}]}"
    policy = judged.policy_file.read_text("utf-8")
    assert "\ncustomers: {}" in policy
    judged.policy_file.write_text(policy.replace("customers: {}", own), encoding="utf-8")
    app = look("contract", judged)
    app.selectbox(key="what-if-whose").set_value("K-1007").run()
    slider = app.select_slider(key="what-if-K-1007-3-first_response")
    assert slider.value == parse_amount("1 hour")
    slider.set_value(parse_amount("2 hours"))
    named(app, "mine").click().run()
    [scenario] = asked
    [version] = scenario.policy.customers["K-1007"][-1:]
    assert version.targets[3]["first_response"] == parse_amount("2 hours")
