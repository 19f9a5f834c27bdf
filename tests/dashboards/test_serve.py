"""The server is warmed up before it answers, whatever state its workspace is in."""

import subprocess
import sys

import pytest

from dashboards import snapshot
from dashboards.serve import warm_up
from pipeline.workspace import Workspace
from tests.dashboards.browser import REPOSITORY


@pytest.mark.parametrize("state", ["small", "without_snapshot"])
def test_any_workspace_will_do(
    state: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace: Workspace = request.getfixturevalue(state)
    monkeypatch.setenv(snapshot.WORKSPACE_VARIABLE, str(workspace.root))
    warm_up()


def test_a_file_that_is_no_snapshot_is_left_for_the_page_to_tell(
    own: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(snapshot.WORKSPACE_VARIABLE, str(own.root))
    own.published.resolve().write_bytes(b"not a database at all" * 1000)
    warm_up()


def test_pages_import_nothing_that_is_not_imported_before() -> None:
    """Whatever a page's file imports, the first visitor would wait for."""
    program = """
import re, sys
from pathlib import Path
from dashboards.serve import warm_up
warm_up()
for page in Path("dashboards/app_pages").glob("*.py"):
    for name in re.findall(r"^from ([\\w.]+) import", page.read_text(), re.MULTILINE):
        if name not in sys.modules:
            print(page.name, name)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout == ""


def test_what_stays_is_not_looked_through_for_garbage_behind_every_page() -> None:
    program = """
import gc, sys
from dashboards import serve
serve.cli.main = lambda **_: print(gc.get_freeze_count(), *sys.argv)
serve.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    count, *told = done.stdout.split()
    assert int(count) > 100_000
    assert told[told.index("--runner.postScriptGC") + 1] == "false"
