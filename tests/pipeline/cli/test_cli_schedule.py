"""`vip-sla schedule`: what is due is done, one process a command, until it is told to end."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from pipeline.cli.run import FETCH_MINUTES
from pipeline.cli.schedule import quarter
from pipeline.running.last_run import last_run
from pipeline.workspace import Workspace, create_workspace
from tests.pipeline.command_line import (
    REPOSITORY,
    Said,
    python,
    said_by,
    vip_sla,
    vip_sla_elsewhere,
)
from tests.pipeline.forked import Forked

OPEN = datetime(2026, 3, 30, 9, 31, tzinfo=UTC)

OF_TWO_COMMANDS = """
import sys
from apscheduler.triggers.cron import CronTrigger
from pipeline.cli import main, schedule
sys.executable = sys.argv.pop(1)
schedule.Timetable.due = lambda *_: [("first",), ("second",)]
schedule.CronTrigger = lambda **_: CronTrigger(second="*")
main.main()
"""
"""`vip-sla schedule`, always due, whose commands are a program of ours."""
COMMAND = """#!/bin/sh
echo "$4 began" >> "$0.log"
sleep {seconds}
echo "$4 ended" >> "$0.log"
exit {status}
"""


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
    last = last_run(workspace)
    assert last is not None
    assert last.outcome == "failed"
    assert "vip-sla.yml" in last.told
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
    process = vip_sla_elsewhere("schedule", "--workspace", workspace.root)
    assert process.stdout.readline().startswith("schedule: ")
    time.sleep(0.5)  # until it waits for the next quarter
    os.kill(process.pid, number)
    assert said_by(process) == Said(0, "schedule: ended\n", "")


def two_commands(
    workspace: Workspace, *options: str, seconds: float = 0, status: int = 0
) -> tuple[Forked, Callable[[], list[str]]]:
    """The schedule, in a process group of its own, and what its commands have told so far."""
    command = workspace.root.parent / "command"
    command.write_text(COMMAND.format(seconds=seconds, status=status), encoding="utf-8")
    command.chmod(0o700)
    log = command.with_name("command.log")
    process = python(OF_TWO_COMMANDS, command, "schedule", "--workspace", workspace.root, *options)
    return process, lambda: log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@pytest.mark.parametrize(("options", "status"), [((), 0), (("--once",), 1)])
def test_ctrl_c_and_more_signals_let_the_command_at_work_end_and_begin_no_other(
    workspace: Workspace, options: tuple[str, ...], status: int
) -> None:
    process, told = two_commands(workspace, *options, seconds=2)
    deadline = time.monotonic() + 300
    while not told():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    for number in (signal.SIGINT, signal.SIGINT, signal.SIGTERM):  # a terminal tells the group
        os.killpg(process.pid, number)
        time.sleep(0.2)
    said = said_by(process)
    assert told() == ["first began", "first ended"]
    assert "vip-sla first: exit status 0" in said.out
    assert "vip-sla second: left out" in said.out
    assert (said.status, said.err) == (status, "")


@pytest.mark.parametrize(
    ("statuses", "of_all"),
    [((0, 0), 0), ((3, 0), 3), ((0, 1), 1), ((3, 1), 1), ((1, 3), 1), ((2, 0), 1), ((0, -9), 1)],
)
def test_the_worst_exit_status_stands_for_all(
    workspace: Workspace, statuses: tuple[int, ...], of_all: int
) -> None:
    left = [*statuses, 0]
    assert quarter(workspace, OPEN, lambda _: left.pop(0)) == of_all
    assert not left


@pytest.mark.parametrize("status", [0, 3, 1])
def test_once_ends_as_its_commands_do(workspace: Workspace, status: int) -> None:
    process, told = two_commands(workspace, "--once", status=status)
    assert said_by(process).status == status
    assert told()[-1] == "second ended"


def test_containers_are_given_the_time_that_the_command_at_work_may_take() -> None:
    told = yaml.safe_load((REPOSITORY / "compose.yml").read_text(encoding="utf-8"))
    grace = told["services"]["scheduler"]["stop_grace_period"]
    assert int(grace.removesuffix("m")) > FETCH_MINUTES
