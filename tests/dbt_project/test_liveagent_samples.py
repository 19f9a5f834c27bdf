"""The samples in LiveAgent's raw shapes give what their README says, row by row."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import marts
from pipeline.running.check import check
from pipeline.running.run import RunResult, run
from pipeline.workspace import Workspace, create_workspace
from tests.comparison import plain_rows

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "samples" / "liveagent"

pytestmark = pytest.mark.skipif(
    not SAMPLES.exists(), reason=f"the samples in LiveAgent's shapes are not at {SAMPLES}"
)

CONFIG = {
    "as_of": "2026-09-02T00:00:00Z",
    "sources": [
        {
            "name": "live",
            "kind": "liveagent",
            "path": "exports/live",
            "time_zone": "UTC",
            "severity": [{"tag": "SEV-1", "level": 1}],
        }
    ],
}
REGISTER = """\
customer_id,name,plan,add_on,valid_from,valid_until,monthly_fee_eur,language,report_to
co1,Acme,All-Inclusive,vip,2020-01-01,,1000,de,
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = create_workspace(tmp_path_factory.mktemp("samples") / "workspace")
    workspace.config_file.write_text(yaml.safe_dump(CONFIG), encoding="utf-8")
    (workspace.register / "customers.csv").write_text(REGISTER, encoding="utf-8")
    shutil.copytree(SAMPLES, workspace.root / "exports" / "live", dirs_exist_ok=True)
    return workspace


@pytest.fixture(scope="module")
def result(workspace: Workspace) -> RunResult:
    return run(workspace)


def _rows(result: RunResult, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in plain_rows(marts.ask(result.snapshot, query))]


def _at(time: str) -> datetime:
    return datetime.fromisoformat(f"2026-09-01 {time}").replace(tzinfo=UTC)


NOT_OWED: list[tuple[Any, ...]] = []
# opened, closed, elapsed seconds, outcome, responder, channel
EXPECTED = {
    "t1": [(_at("09:00"), _at("09:30"), 1800, "met", "ag1", "email")],
    "tcall": [(_at("09:00"), _at("09:00:20"), 20, "met", None, "call")],
    "tchat": [(_at("09:00:10"), _at("12:50"), 13_790, "breached", "ag1", "chat")],
    "t7": [(_at("09:00"), _at("09:10"), 600, "met", "ag1", "email")],
    "tdel": NOT_OWED,
    "tmerge": NOT_OWED,
    "tsplit": NOT_OWED,
    "tsolo": [(_at("09:00"), _at("09:30"), 1800, "met", "ag1", "email")],
    "tviber": [(_at("09:00"), _at("09:30"), 1800, "met", "ag1", "viber")],
    "tfwd": [(_at("09:00"), _at("09:40"), 2400, "met", "ag1", "email")],
    # these two the README does not tell of
    "tform": [(_at("09:00"), _at("09:30"), 1800, "met", "ag1", "contact_form")],
    "tagentopen": [(_at("09:10"), _at("09:40"), 1800, "met", "ag1", "email")],
}


@pytest.mark.parametrize("ticket_id", EXPECTED)
def test_each_ticket_owes_what_the_readme_says(result: RunResult, ticket_id: str) -> None:
    rows = _rows(
        result,
        "select opened_at, closed_at, elapsed_seconds, outcome, responder_id, channel "
        f"from fct_responses where ticket_id = '{ticket_id}' order by cycle_number",
    )
    assert rows == EXPECTED[ticket_id]


def test_every_row_of_the_readme_is_held() -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    told = {
        ticket_id
        for row in re.findall(r"^\| (t\w+(?:, t\w+)*) \|", readme, re.MULTILINE)
        for ticket_id in row.split(", ")
    } - {"ticket"}
    assert told
    assert told <= set(EXPECTED)


def test_severity_comes_from_the_tag(result: RunResult) -> None:
    assert _rows(result, "select distinct severity from fct_responses") == [(1,)]


def test_the_record_of_the_sla_log_is_matched_without_difference(result: RunResult) -> None:
    query = (
        "select difference_key, ticket_id, response_id, difference from sla_log_differences "
        "where record_id is not null"
    )
    assert _rows(result, query) == [("record s1", "t1", "live:t1:1", "agrees")]


def test_a_contact_without_company_is_called_by_its_names(
    workspace: Workspace, result: RunResult
) -> None:
    unregistered = check(workspace).unregistered
    assert unregistered[["account_id", "account_name"]].values.tolist() == [["ct2", "Sol Solo"]]
    query = "select customer_name from dim_customers where customer_id = 'ct2'"
    assert _rows(result, query) == [("Sol Solo",)]


def test_nothing_else_is_odd_about_them(result: RunResult) -> None:
    assert not any(file.error or file.rows_rejected for file in result.landing.files)
    findings = _rows(result, "select kind, source, key from data_findings order by all")
    # Three of the few tickets hold no message any more: deleted, merged and split away.
    assert findings == [
        ("many_answered_tickets_without_reply", "live", "2026-09"),
        ("many_tickets_without_customer_message", "live", "2026-09"),
        ("unknown_customer", "live", "ct2"),
    ]
