"""A run that may write no more ends in one message, publishes nothing, and blames no export."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.workspace import Workspace
from tests.pipeline.command_line import REPOSITORY, Said, vip_sla
from tests.pipeline.small_desk import AGENTS, Published, copy_of, export, leftovers

# A full disk without a disk: no file may grow beyond so many bytes.
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.argv = ["vip-sla", *sys.argv[2:]]
from pipeline.cli.main import main
main()
"""
NEW_SOURCE = "  - {name: new, kind: generic, path: exports/new, time_zone: UTC}\n"
# While it reads; while it builds; while it makes the marts.
LIMITS = [4_000, 100_000, 4_000_000]


def limited(most_bytes: int, *arguments: object) -> Said:
    process = subprocess.run(
        [sys.executable, "-c", LIMITED, str(most_bytes), *map(str, arguments)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )
    return Said(process.returncode, process.stdout, process.stderr)


@pytest.fixture(scope="module")
def workspace(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = copy_of(demo_workspace, tmp_path_factory.mktemp("full") / "demo")
    with workspace.config_file.open("a", encoding="utf-8") as config:
        config.write(NEW_SOURCE)
    noise = "".join(f"b{n},{os.urandom(40).hex()},1,no\n" for n in range(20_000))
    export(workspace, "agents.csv", AGENTS + noise, "new")
    return workspace


@pytest.mark.parametrize("most_bytes", LIMITS)
def test_nothing_is_published(workspace: Workspace, most_bytes: int) -> None:
    before = Published.of(workspace)
    said = limited(most_bytes, "run", "--workspace", workspace.root)
    assert said.status == 1, said.all
    assert Published.of(workspace) == before
    assert "Traceback" not in said.err
    assert said.err.startswith("vip-sla: ")
    assert len(said.err.splitlines()) < 30
    assert "grew beyond what the system allows" in said.all
    assert "let the user who runs this read it" not in said.all


def test_the_next_run_is_a_run_like_any(workspace: Workspace) -> None:
    said = vip_sla("run", "--workspace", workspace.root, "--json")
    assert said.status == 3, said.all
    assert leftovers(workspace) == []
    assert Path(said.json["snapshot"]).exists()
