"""docs/start.md: what it does, step by step, comes to what it says."""

import re
from pathlib import Path

from pipeline.workspace import Workspace
from tests.documented import blocks, files_before
from tests.pipeline.command_line import REPOSITORY, vip_sla
from tests.pipeline.small_desk import export, rows

TEXT = (REPOSITORY / "docs" / "start.md").read_text(encoding="utf-8")
FILES = files_before(TEXT)
(SETTINGS,) = blocks(TEXT, "yml")
COMMANDS = [
    line.split()[1:]
    for block in blocks(TEXT, "sh")
    for line in block.splitlines()
    if line.startswith("vip-sla ")
]


def test_from_an_export_to_figures(tmp_path: Path) -> None:
    names = [words[0] for words in COMMANDS]
    assert names == ["init", "check", "check", "check", "run", "dashboard"]
    init, first, writing, last, run, _ = (
        [str(tmp_path / word) if word == "acme" else word for word in words] for words in COMMANDS
    )
    vip_sla(*init)
    workspace = Workspace(tmp_path / "acme")
    for name, text in FILES.items():
        export(workspace, name, text)

    said = vip_sla(*first)
    assert said.status == 3
    assert "helpdesk/events.csv has no column event_id" in said.out
    workspace.config_file.write_text(SETTINGS, encoding="utf-8")
    assert vip_sla(*writing).status == 3

    register = workspace.register / "customers.csv"
    text = register.read_text(encoding="utf-8")
    assert re.findall(r"^K-\d,,,,", text, re.MULTILINE) == ["K-1,,,,", "K-2,,,,"]
    register.write_text(re.sub(r"^(K-\d),,,,", r"\1,,All-Inclusive,vip,", text, flags=re.MULTILINE))
    said = vip_sla(*last)
    assert said.status == 0, said.out
    assert "before you run" not in said.out

    assert vip_sla(*run).status == 3
    found = rows(workspace.published.resolve(), "select response_id, outcome from fct_responses")
    assert {row["response_id"]: row["outcome"] for row in found} == {
        "helpdesk:4711:1": "met",
        "helpdesk:4712:1": "breached",
    }
