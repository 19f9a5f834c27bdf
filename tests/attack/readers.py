"""Part `readers`: processes and threads read while snapshots are published; none fails, none sees
half of one, and who holds an old one keeps it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipeline import marts
from pipeline.marts.snapshot import SCHEMA_VERSION
from pipeline.running.publish import KEPT_SNAPSHOTS, publish
from pipeline.workspace import Workspace
from tests.attack.outcome import Outcome
from tests.pipeline.command_line import REPOSITORY

FAILED = "no reader fails"
HALF = "no reader sees half of a snapshot"
HELD = "who holds a snapshot keeps it"
_ROWS = 20_000
_QUERY = (
    "select run_id, (select count(*) from marts.pieces), (select sum(number) from marts.pieces), "
    "(select count(distinct run_id) from marts.pieces), "
    "(select min(run_id) from marts.pieces) from marts.run_info"
)
_READER = """
import json, os, sys
from pathlib import Path
import duckdb
link, query = Path(sys.argv[1]), sys.argv[2]
while not Path(sys.argv[3]).exists():
    try:
        with duckdb.connect(str(link.resolve()), read_only=True) as connection:
            print(json.dumps(connection.execute(query).fetchall()), flush=True)
    except Exception as error:
        print(json.dumps(f"{type(error).__name__}: {error}"), flush=True)
"""


def attack(seed: int, count: int) -> Outcome:
    """Publish `count` snapshots among readers."""
    outcome = Outcome("readers")
    with tempfile.TemporaryDirectory(prefix="vip-sla-attack-") as folder:
        workspace = Workspace(Path(folder))
        workspace.build.mkdir(parents=True)
        _publish(workspace, 0)
        first = workspace.published.resolve()
        answers = [Path(folder) / name for name in ("one.txt", "another.txt")]
        with (
            _reading(workspace, answers, Path(folder) / "end", outcome, seed),
            duckdb.connect(str(first), read_only=True) as held,
            _asking(workspace, outcome, seed),
        ):
            before = held.execute("select count(*) from marts.run_info").fetchall()
            for number in range(1, count + 1):
                _publish(workspace, number)
                outcome.counts["snapshots published"] += 1
                time.sleep(0.05)
            after = held.execute(_QUERY).fetchall()
        if before != [(1,)] or after != [_expected(0)]:
            outcome.breaks(HELD, seed, f"{after} instead of {_expected(0)}")
        if count > KEPT_SNAPSHOTS and first.exists():
            outcome.breaks(HELD, seed, "the first snapshot was never pruned: this proves nothing")
    return outcome


def _run_id(number: int) -> str:
    return f"run-{number:06}"


def _expected(number: int) -> tuple[object, ...]:
    return (_run_id(number), _ROWS, _ROWS * (_ROWS - 1) // 2, 1, _run_id(number))


def _publish(workspace: Workspace, number: int) -> None:
    """As a run does, with marts of which every row tells whose it is."""
    marts_file = workspace.build / "unpublished.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{marts_file}' as file (storage_version 'v1.0.0')")
        connection.execute("create schema file.marts")
        connection.execute(
            "create table file.marts.run_info as select ? as run_id, "
            "cast(null as timestamp with time zone) as finished_at, ? as schema_version",
            [_run_id(number), SCHEMA_VERSION],
        )
        connection.execute(
            "create table file.marts.pieces as select range as number, ? as run_id "
            f"from range({_ROWS})",
            [_run_id(number)],
        )
    publish(workspace, marts_file, _run_id(number), datetime.now(UTC))


@contextmanager
def _reading(
    workspace: Workspace, answers: list[Path], end: Path, outcome: Outcome, seed: int
) -> Iterator[None]:
    """Other processes that look at the published link, each writing down what it sees."""
    readers = []
    for place in answers:
        with place.open("w", encoding="utf-8") as written:
            command = [sys.executable, "-c", _READER, str(workspace.published), _QUERY, str(end)]
            readers.append(subprocess.Popen(command, cwd=REPOSITORY, stdout=written))
    deadline = time.monotonic() + 60
    while not all(place.stat().st_size for place in answers):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    try:
        yield
    finally:
        end.touch()
        for reader in readers:
            reader.wait(timeout=60)
    for place in answers:
        for line in place.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            outcome.counts["looks from other processes"] += 1
            if isinstance(told, str):
                outcome.breaks(FAILED, seed, told)
            else:
                _look(tuple(told[0]), outcome, seed)


def _look(row: tuple[object, ...], outcome: Outcome, seed: int) -> None:
    number = int(str(row[0]).rpartition("-")[2])
    if row != _expected(number):
        outcome.breaks(HALF, seed, f"{row} instead of {_expected(number)}")


@contextmanager
def _asking(workspace: Workspace, outcome: Outcome, seed: int) -> Iterator[None]:
    """Threads that ask as dashboard and command line do."""
    end = threading.Event()
    looks: list[tuple[object, ...] | str] = []

    def ask() -> None:
        while not end.is_set():
            try:
                frame = marts.ask(marts.newest_snapshot(workspace), _QUERY)
                row = frame.iloc[0]
                looks.append((row.iloc[0], *(int(cell) for cell in row.iloc[1:4]), row.iloc[4]))
            except Exception as error:
                looks.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        end.set()
        for thread in threads:
            thread.join()
    for look in looks:
        outcome.counts["looks from threads"] += 1
        if isinstance(look, str):
            outcome.breaks(FAILED, seed, look)
        else:
            _look(look, outcome, seed)
