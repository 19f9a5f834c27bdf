"""Fetching in processes that are killed, again and again, until all of it is there.

As a program it does so at length: `python -m tests.pipeline.fetching.killing TICKETS KILLS`.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

from pipeline.fetching.fetch import Environment, Wanted, fetch_source
from pipeline.settings.config import load_config
from pipeline.workspace import Workspace
from tests.pipeline.fetching.account import KEY, Account, Request, serving, small_account
from tests.pipeline.fetching.desk import VARIABLE, Desk

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.pipeline.fetching.killing"])
MOST_REQUESTS = 14
"""Of a process until it is killed: as many as a call makes that finds nothing new."""


def fetch_in(root: Path) -> None:
    """What a process does."""
    source = load_config(Workspace(root).config_file).sources[0]
    fetch_source(Workspace(root), source, Wanted(), Environment({VARIABLE: KEY}))


def fetch_and_kill(desk: Desk, account: Account, rnd: Random, most_kills: int) -> int:
    """Start a process until one comes to its end; returns how many were killed.

    A process is killed at a request that it makes, or a moment later, when it may be writing.
    """
    kills = 0
    while True:
        process = _PROCESSES.Process(target=fetch_in, args=(desk.workspace.root,))
        deadly = len(account.requests) + rnd.randint(1, MOST_REQUESTS)
        delay = rnd.choice((0, rnd.uniform(0, 0.005), rnd.uniform(0, 0.1)))

        def strike(at: Account, _request: Request, deadly: int = deadly) -> None:
            if len(at.requests) == deadly:
                threading.Timer(delay, kill).start() if delay else kill()  # noqa: B023

        def kill(process: multiprocessing.process.BaseProcess = process) -> None:
            if process.pid:
                with suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)

        if kills < most_kills:
            account.before = strike
        process.start()
        process.join()
        account.before = lambda *_: None
        if process.exitcode == 0:
            return kills
        assert process.exitcode == -signal.SIGKILL, process.exitcode
        kills += 1


class Killed(NamedTuple):
    """What came of a desk whose processes were killed, and of one that nobody disturbed."""

    kills: int
    more_requests: int
    """How many more were made for the one than for the other."""
    killed: Desk
    quiet: Desk


def killed_and_whole(folder: Path, tickets: int, most_kills: int, seed: int) -> Killed:
    """Fetch the same account both ways."""
    account = small_account(tickets, most_rows=50)
    with serving(account) as url:
        quiet = Desk.made(folder / "quiet", url)
        quiet.fetch()
        needed = len(account.requests)
        account.requests.clear()
        killed = Desk.made(folder / "killed", url, requests_per_minute=10_000)
        kills = fetch_and_kill(killed, account, Random(seed), most_kills)
    return Killed(kills, len(account.requests) - needed, killed, quiet)


def main() -> None:
    tickets, most_kills = map(int, sys.argv[1:3])
    with tempfile.TemporaryDirectory() as folder:
        done = killed_and_whole(Path(folder), tickets, most_kills, seed=1)
        same = done.killed.counts() == done.quiet.counts()
        rows = sum(counter.total() for counter in done.killed.counts().values())
        print(f"{done.kills} kills, {rows} rows, the same as undisturbed: {same}")
        sys.exit(not same)


if __name__ == "__main__":
    from tests.pipeline.fetching import killing  # as the processes know it

    killing.main()
