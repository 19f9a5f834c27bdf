"""docs/analysts.ipynb: its cells run in order, and come to what the models publish."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import marts
from pipeline.workspace import Workspace
from tests.pipeline.command_line import REPOSITORY

NOTEBOOK = json.loads((REPOSITORY / "docs" / "analysts.ipynb").read_text(encoding="utf-8"))


def test_it_runs(
    demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").symlink_to(demo_workspace.root)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    cells = ["".join(cell["source"]) for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(cells):
        exec(compile(cell, f"cell {number}", "exec"), names)
    assert str(names["month"])[:7] == "2026-09"
    assert len(names["late"]) == names["below"].eval("case_count - met_count").sum()
    [seconds] = marts.ask(
        names["snapshot"],
        "select elapsed_seconds - target_seconds as over from fct_responses "
        "where response_id = $response_id",
        {"response_id": names["worst"]},
    )["over"]
    assert seconds == names["late"]["over_seconds"].max() > 0


def test_it_holds_no_results() -> None:
    """Figures of somebody's workspace are nothing to be published."""
    code = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
    assert code
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)
