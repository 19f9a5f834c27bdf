"""`vip-sla schedule`."""

import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from queue import SimpleQueue
from time import monotonic
from types import FrameType
from typing import Annotated

import typer
from apscheduler.executors.pool import ThreadPoolExecutor  # type: ignore[import-untyped]
from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped]

from pipeline.cli.console import (
    DEMO_WORKSPACE,
    SOMETHING_TO_LOOK_AT,
    WorkspaceOption,
    output,
    workspace_at,
)
from pipeline.cli.failure import told
from pipeline.running.last_run import remember
from pipeline.running.timetable import Timetable, calendar_in_force, quarter_of
from pipeline.settings.workspace import load_settings
from pipeline.workspace import Workspace

Execute = Callable[[Sequence[str]], int]
"""Carries out a command, told by its arguments, and gives its exit status."""


class Ending:
    """Whether the signal TERM or INT (Ctrl+C) has told us to end; any further one changes nothing.

    Who waits for it reads a queue: a handler comes in between anything, and may write to one even
    while that is read, as it may not to a lock or an Event.
    """

    def __init__(self) -> None:
        self.is_told = False
        self._signals: SimpleQueue[int] = SimpleQueue()

    def listen(self) -> None:
        """From now on signals are heard here and interrupt nothing."""
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._hear)

    def wait(self) -> None:
        """Until there is a signal."""
        self._signals.get()

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        self.is_told = True
        self._signals.put(number)


def schedule(
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due in this quarter of an hour, and end.")
    ] = False,
) -> None:
    """Do what cron or systemd would: runs and alerts in opening hours, reports when due.

    Opening hours are those of the contract's calendar; sources with `fetch` are fetched first.
    Each command is a process of its own, so that one that fails stops nothing else. Ctrl+C, or
    the signal TERM, ends it once the command at work has ended. With --once its exit status is 1
    where a command failed or was left out, else 3 where one has something to look at.

    Example: vip-sla schedule --workspace acme
    """
    place = workspace_at(workspace)
    load_settings(place)  # what is wrong with them is told at once, not at the first run
    ending = Ending()
    ending.listen()
    if once:
        raise typer.Exit(quarter(place, datetime.now(UTC), _execute, ending))
    scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})
    scheduler.add_job(
        lambda: quarter(place, datetime.now(UTC), _execute, ending),
        CronTrigger(minute="*/15", timezone=UTC),
        coalesce=True,  # of several that were slept through one is enough
        max_instances=1,
        misfire_grace_time=None,
    )
    output.print(f"schedule: {place.root.resolve()}, every 15 minutes (stop with Ctrl+C)")
    scheduler.start()
    ending.wait()
    scheduler.remove_all_jobs()  # the next quarter may come while the command at work ends
    scheduler.shutdown(wait=True)
    output.print("schedule: ended")


def quarter(
    place: Workspace, moment: datetime, execute: Execute, ending: Ending | None = None
) -> int:
    """Do what is due in the quarter of an hour that a moment lies in, by the settings of now.

    Gives the exit status that stands for all: 1 where a command failed, or was left out as we
    are to end; else 3 where one has something to look at; else 0.
    """
    try:
        settings = load_settings(place)
        timetable = Timetable(
            calendar_in_force(settings.policy, moment),
            fetches=any(source.fetch for source in settings.config.sources),
            prunes=settings.config.retention is not None,
        )
        commands = timetable.due(quarter_of(moment))
    except Exception as error:  # settings that are being edited: the next quarter sees them whole
        remember(place, "failed", str(error))  # and until then no run is even begun
        output.print(*told("schedule", error))
        return 1
    statuses = set()
    for command in commands:
        if ending and ending.is_told:
            output.print(f"vip-sla {' '.join(command)}: left out, as the schedule is to end")
            statuses.add(1)
            continue
        began = monotonic()
        status = execute((*command, "--workspace", str(place.root)))
        took = monotonic() - began
        now = datetime.now(UTC).isoformat(timespec="seconds")
        output.print(f"{now} vip-sla {' '.join(command)}: exit status {status}, {took:.1f} s")
        statuses.add(status)
    if statuses - {0, SOMETHING_TO_LOOK_AT}:
        return 1
    return max(statuses, default=0)


def _execute(arguments: Sequence[str]) -> int:
    program = (sys.executable, "-P", "-c", "from pipeline.cli.main import main; main()")
    # A session of its own: Ctrl+C in a terminal goes to all of ours, and is for us alone.
    return subprocess.run([*program, *arguments], check=False, start_new_session=True).returncode
