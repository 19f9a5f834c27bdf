"""What is promised is data: other severities than the contract's five, fees in other currencies."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline import marts
from pipeline.alerts.letters import Scribe
from pipeline.alerts.notice import notices
from pipeline.marts import EVERYBODY
from pipeline.settings.mail import Alerts
from pipeline.workspace import Workspace, create_workspace
from tests.dashboards.looking import Look, shown
from tests.pipeline.command_line import vip_sla
from tests.pipeline.small_desk import export, rows

CUSTOMERS = """\
customer_id,name,plan,add_on,valid_from,valid_until,monthly_fee_eur,language,report_to,currency
K-1,Erste GmbH,All-Inclusive,vip,2026-01-01,,1000,de,,CHF
"""
POLICY = """\
severities:
{severities}
calendars:
  dedicated_support:
    time_zone: Europe/Berlin
    day_hours: 8
    hours: {{mon-fri: "09:00-17:00"}}
policies:
  - valid_from: 2020-01-01
    calendar: dedicated_support
    targets:
{targets}
readings:
  default: {{}}
  literal: {{{last}: wall_from_opening}}
  strict: {{1: wall}}
"""
HOUR = 3600
AS_OF = datetime(2026, 4, 1, 9, 20, tzinfo=UTC)


def desk(root: Path, names: dict[int, str]) -> Workspace:
    """One ticket of each severity, answered after an hour: of odd ones that is what is promised."""
    workspace = create_workspace(root)
    both = {name: f"{{de: {name}, en: {name}}}" for name in names.values()}
    words = [
        f"  {number}: {{name: {both[name]}, definition: {both[name]}}}"
        for number, name in names.items()
    ]
    targets = [
        f"      {number}: {{first_response: {1 if number % 2 else 0.5} hours}}" for number in names
    ]
    workspace.policy_file.write_text(
        POLICY.format(severities="\n".join(words), targets="\n".join(targets), last=max(names)),
        encoding="utf-8",
    )
    (workspace.register / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    tickets = ["ticket_id,customer_id,subject,channel,severity,status,created_at,updated_at,url"]
    events = ["event_id,ticket_id,occurred_at,kind,value,previous_value,actor_kind,actor_id"]
    for number in names:
        asked, answered = "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z"
        tickets.append(f"T-{number},K-1,Frage {number},email,{number},open,{asked},{answered},")
        events += [
            f"e1,T-{number},{asked},message,,,customer,c1",
            f"e2,T-{number},{answered},message,,,agent,a1",
        ]
    # what is owed when it is looked at, of the least urgent severity
    last = max(names)
    tickets.append(f"O-1,K-1,Offen,email,{last},open,2026-04-01T09:00:00Z,2026-04-01T09:00:00Z,")
    events.append("e1,O-1,2026-04-01T09:00:00Z,message,,,customer,c1")
    # what no severity of the policy is
    tickets.append("X-1,K-1,Rest,email,9,open,2026-03-02T09:00:00Z,2026-03-02T09:00:00Z,")
    events.append("e1,X-1,2026-03-02T09:00:00Z,message,,,customer,c1")
    export(workspace, "tickets.csv", "\n".join(tickets))
    export(workspace, "events.csv", "\n".join(events))
    export(workspace, "agents.csv", "agent_id,name,tier,is_bot\na1,Anna,1,no\n")
    said = vip_sla("run", "--workspace", root, "--as-of", AS_OF.isoformat())
    assert said.status in (0, 3), said.all  # nobody is on the roster
    return workspace


SIX = {1: "Ausfall", 2: "Störung", 3: "Mangel", 4: "Fehler", 5: "Frage", 6: "Idee"}
THREE = {1: "Rot", 2: "Gelb", 3: "Grün"}


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return desk(tmp_path_factory.mktemp("six") / "desk", SIX)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return desk(tmp_path_factory.mktemp("three") / "desk", THREE)


@pytest.fixture(params=["six", "three"])
def promise(request: pytest.FixtureRequest) -> tuple[Workspace, dict[int, str]]:
    """A workspace, and what its severities are called."""
    return request.getfixturevalue(request.param), {"six": SIX, "three": THREE}[request.param]


Promise = tuple[Workspace, dict[int, str]]


def test_each_severity_has_its_target_and_verdict(promise: Promise) -> None:
    workspace, names = promise
    found = rows(
        workspace.published.resolve(),
        "select severity, target_seconds, outcome from fct_responses "
        "where ticket_id like 'T-%' order by severity",
    )
    assert [tuple(row.values()) for row in found] == [
        (number, HOUR, "met") if number % 2 else (number, HOUR // 2, "breached") for number in names
    ]


def test_there_are_no_others(promise: Promise) -> None:
    workspace, names = promise
    [unknown] = rows(workspace.published.resolve(), "from fct_responses where ticket_id = 'X-1'")
    assert (unknown["severity"], unknown["outcome"]) == (0, "no_target")
    found = marts.severities(EVERYBODY, workspace.published.resolve())
    assert dict(zip(found["severity"], found["name_de"], strict=True)) == {
        **names,
        0: "Nicht eingestuft",
    }


def reported(workspace: Workspace) -> dict[str, Any]:
    folder = workspace.reports / "2026-03" / "K-1"
    if not folder.exists():
        said = vip_sla("report", "--workspace", workspace.root, "--month", "2026-03")
        assert said.status == 0, said.all
    (file,) = folder.glob("*.json")
    told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return told


def test_the_report_tells_each_of_them(promise: Promise) -> None:
    workspace, names = promise
    told = reported(workspace)
    owed = {
        line["severity"]: line["counts"]["owed_count"]
        for line in told["promise"]
        if line["metric"] == "first_response" and line["severity"]
    }
    assert owed == dict.fromkeys(names, 1)
    assert {line["severity"] for line in told["readings"]} == {1, max(names)} - {1}
    (html,) = (workspace.reports / "2026-03" / "K-1").glob("*.html")
    page = html.read_text(encoding="utf-8")
    assert all(name in page for name in names.values())
    assert "Kritisch" not in page


def test_the_fee_is_in_its_currency(promise: Promise, look: Look) -> None:
    workspace, _ = promise
    assert reported(workspace)["service"]["figures"]["currency"] == "CHF"
    (html,) = (workspace.reports / "2026-03" / "K-1").glob("*.html")
    assert "1.000\u00a0CHF" in html.read_text(encoding="utf-8")
    page = shown(look("customer", workspace, customer="K-1", month="2026-03", lang="de"))
    assert "Was für die Gebühr von 1.000\u00a0CHF geleistet wurde" in page
    [month] = rows(workspace.published.resolve(), "from service_monthly where month = '2026-03-01'")
    assert month["currency"] == "CHF"


@pytest.mark.parametrize("name", ["customer", "contract", "at_risk"])
def test_pages_name_each_of_them(promise: Promise, look: Look, name: str) -> None:
    workspace, names = promise
    page = shown(look(name, workspace, customer="K-1", month="2026-03", lang="de"))
    expected = [names[max(names)]] if name == "at_risk" else names.values()
    assert all(each in page for each in expected)
    assert "Kritisch" not in page


def test_what_is_due_soon_is_told_with_its_own_name(promise: Promise) -> None:
    workspace, names = promise
    snapshot = workspace.published.resolve()
    (notice,) = notices(snapshot, AS_OF, Alerts(to=("chefin@example.com",)))
    scribe = Scribe(snapshot, "de", "Europe/Berlin", AS_OF, None)
    letter = scribe.letter(notice, "chefin@example.com")
    assert f"({names[max(names)]}, " in letter.subject
