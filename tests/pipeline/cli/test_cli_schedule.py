"""`vip-sla schedule`: what is due is done, one process a command, until it is told to end."""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.cli.schedule import quarter
from pipeline.workspace import Workspace, create_workspace
from tests.pipeline.command_line import REPOSITORY, vip_sla

OPEN = datetime(2026, 3, 30, 9, 31, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "desk")


def test_what_is_due_is_done_whatever_became_of_the_command_before(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    done = []

    def execute(arguments: Sequence[str]) -> int:
        done.append(" ".join(arguments))
        return 1

    quarter(workspace, OPEN, execute)
    where = f"--workspace {workspace.root}"
    assert done == [
        f"run --wait --quiet {where}",
        f"alert {where}",
        f"report due --wait {where}",
    ]
    assert "vip-sla alert: exit status 1" in capsys.readouterr().out


def test_settings_that_are_wrong_just_now_stop_one_quarter_only(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    text = workspace.config_file.read_text(encoding="utf-8")
    workspace.config_file.write_text("as_of: [", encoding="utf-8")
    quarter(workspace, OPEN, lambda arguments: pytest.fail(str(arguments)))
    assert "vip-sla.yml" in capsys.readouterr().out
    workspace.config_file.write_text(text, encoding="utf-8")
    done = []
    quarter(workspace, OPEN, lambda arguments: done.append(arguments) or 0)
    assert len(done) == 3


def test_wrong_settings_are_told_at_the_start(workspace: Workspace) -> None:
    workspace.config_file.write_text("as_of: [", encoding="utf-8")
    said = vip_sla("schedule", "--workspace", workspace.root)
    assert said.status == 1
    assert "vip-sla.yml" in said.err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_told(workspace: Workspace, number: signal.Signals) -> None:
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", "from pipeline.cli.main import main; main()"),
            *("schedule", "--workspace", str(workspace.root)),
        ],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("schedule: ")
    time.sleep(0.5)  # until it waits for the next quarter
    process.send_signal(number)
    rest, _ = process.communicate(timeout=60)
    assert rest == "schedule: ended\n"
    assert process.returncode == 0
