"""`vip-sla schedule`."""

import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import monotonic
from types import FrameType
from typing import Annotated

import typer
from apscheduler.executors.pool import ThreadPoolExecutor  # type: ignore[import-untyped]
from apscheduler.schedulers.blocking import BlockingScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped]

from pipeline.cli.console import DEMO_WORKSPACE, WorkspaceOption, output, workspace_at
from pipeline.cli.failure import told
from pipeline.running.timetable import Timetable, calendar_in_force, quarter_of
from pipeline.settings.workspace import load_settings
from pipeline.workspace import Workspace

Execute = Callable[[Sequence[str]], int]
"""Carries out a command, told by its arguments, and gives its exit status."""


def schedule(
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due in this quarter of an hour, and end.")
    ] = False,
) -> None:
    """Do what cron or systemd would: runs and alerts in opening hours, reports when due.

    Opening hours are those of the contract's calendar; sources with `fetch` are fetched first.
    Each command is a process of its own, so that one that fails stops nothing else. Ctrl+C, or
    the signal TERM, ends it once the command at work has ended.

    Example: vip-sla schedule --workspace acme
    """
    place = workspace_at(workspace)
    load_settings(place)  # what is wrong with them is told at once, not at the first run
    if once:
        quarter(place, datetime.now(UTC), _execute)
        return
    scheduler = BlockingScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})
    scheduler.add_job(
        lambda: quarter(place, datetime.now(UTC), _execute),
        CronTrigger(minute="*/15", timezone=UTC),
        coalesce=True,  # of several that were slept through one is enough
        max_instances=1,
        misfire_grace_time=None,
    )
    _end_on_signals(scheduler)
    output.print(f"schedule: {place.root.resolve()}, every 15 minutes (stop with Ctrl+C)")
    scheduler.start()
    output.print("schedule: ended")


def quarter(place: Workspace, moment: datetime, execute: Execute) -> None:
    """Do what is due in the quarter of an hour that a moment lies in, by the settings of now."""
    try:
        settings = load_settings(place)
        timetable = Timetable(
            calendar_in_force(settings.policy, moment),
            fetches=any(source.fetch for source in settings.config.sources),
            prunes=settings.config.retention is not None,
        )
        commands = timetable.due(quarter_of(moment))
    except Exception as error:  # settings that are being edited: the next quarter sees them whole
        output.print(*told("schedule", error))
        return
    for command in commands:
        began = monotonic()
        status = execute((*command, "--workspace", str(place.root)))
        took = monotonic() - began
        now = datetime.now(UTC).isoformat(timespec="seconds")
        output.print(f"{now} vip-sla {' '.join(command)}: exit status {status}, {took:.1f} s")


def _execute(arguments: Sequence[str]) -> int:
    program = (sys.executable, "-P", "-c", "from pipeline.cli.main import main; main()")
    return subprocess.run([*program, *arguments], check=False).returncode


def _end_on_signals(scheduler: BlockingScheduler) -> None:
    def end(number: int, frame: FrameType | None) -> None:
        scheduler.shutdown(wait=True)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
