"""What docs/help-desks.md says of an export of any desk comes out as it says."""

from datetime import datetime
from pathlib import Path

import pytest

from pipeline.running.run import run
from pipeline.workspace import Workspace, create_workspace
from tests.documented import blocks, files_before
from tests.pipeline.command_line import REPOSITORY, vip_sla
from tests.pipeline.small_desk import rows

_, _, _REST = (
    (REPOSITORY / "docs" / "help-desks.md")
    .read_text(encoding="utf-8")
    .partition("## An export of any desk\n")
)
SECTION = _REST.partition("\n## ")[0]
FILES = files_before(SECTION)
(SOURCES,) = blocks(SECTION, "yml")


@pytest.fixture
def jira(tmp_path: Path) -> Workspace:
    workspace = create_workspace(tmp_path / "acme")
    settings = f"as_of: 2026-03-08T12:00:00+01:00\nlanguage: en\n{SOURCES}"
    workspace.config_file.write_text(settings, encoding="utf-8")
    with (workspace.register / "customers.csv").open("a", encoding="utf-8") as register:
        register.write("acme.example,Acme,All-Inclusive,vip,2026-01-01,,1000,en,\n")
    folder = workspace.root / "exports" / "jira"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return workspace


def test_check_shows_the_rows_as_they_are_read(jira: Workspace) -> None:
    said = vip_sla("check", "--workspace", jira.root)
    assert said.status == 0, said.all
    assert "jira events: 7 of 7 rows as read" in said.out
    shown = [line for line in said.out.splitlines() if "2026-03-02" in line]
    assert len(shown) == 8
    assert max(map(len, shown)) <= 100
    (ticket,) = (line for line in shown if "Checkout" in line)
    assert ticket.startswith("SUP-1") and "Highest" in ticket and "2026-03-02 08:00" in ticket
    told = vip_sla("check", "--workspace", jira.root, "--json").json
    assert [(it["entity"], it["row_count"]) for it in told["mapped_rows"]] == [
        ("tickets", 1),
        ("events", 7),
    ]
    assert told["not_mapped"] == []
    (shown_ticket,) = told["mapped_rows"][0]["rows"]
    assert (shown_ticket["account_id"], shown_ticket["level"]) == ("acme.example", 1)


def test_what_the_responses_come_to(jira: Workspace) -> None:
    result = run(jira)
    found = rows(
        result.snapshot,
        "select response_id, customer_id, severity, metric, opened_at, closed_by, outcome, "
        "elapsed_seconds from fct_responses order by response_id",
    )
    assert [
        (it["response_id"], it["customer_id"], it["metric"], it["outcome"], it["closed_by"])
        for it in found
    ] == [
        ("jira:SUP-1:1", "acme.example", "first_response", "met", "reply"),
        ("jira:SUP-1:2", "acme.example", "follow_up", "unanswered", "resolution"),
    ]
    assert found[0]["elapsed_seconds"] == 40 * 60
    assert found[0]["opened_at"] == datetime.fromisoformat("2026-03-02T09:00:00+01:00")
    assert [it["severity"] for it in found] == [2, 1]  # of the leg with the least left
    assert {it["kind"] for it in rows(result.snapshot, "from data_findings")} <= {"unknown_writer"}
    for stated in (it["response_id"] for it in found):
        assert f"`{stated}`" in SECTION
