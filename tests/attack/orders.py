"""Part `orders`: one desk's rows split over files and runs in many ways land as one and the same.

Rows have older versions, and may stand in several files. What counts in the end, the newest version
of each, must not depend on how they came. For a few splits the marts must be the same, too.
"""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq

from pipeline.landing.loader import land_exports
from pipeline.workspace import Workspace
from tests.attack.desk import EVENTS, STARTED_AT, Record, record
from tests.attack.fort import Fort
from tests.attack.marts import difference, marts_of
from tests.attack.mutations import SOURCE
from tests.attack.outcome import Outcome
from tests.attack.writing import export_of, parquet_bytes
from tests.pipeline.small_desk import AGENTS, TICKETS, export
from tests.pipeline.small_desk import EVENTS as STORIES

SAME_ROWS = "the newest rows are the same however they were split"
SAME_MARTS = "the marts are the same however their rows were split"
COUNTED = "every row of every file is landed"
_SPLITS_PER_MARTS = 25


def attack(seed: int, count: int) -> Outcome:
    """Split one desk in `count` ways; every 25th split is of whole workspaces."""
    outcome = Outcome("orders")
    for number in range(seed, seed + count):
        _split_rows(number, outcome)
    splits = range(seed, seed + count, _SPLITS_PER_MARTS)
    if count >= _SPLITS_PER_MARTS:
        with tempfile.TemporaryDirectory(prefix="vip-sla-attack-") as folder:
            fort = Fort.built(Path(folder) / "fort")
            expected = marts_of(fort.workspace.published.resolve(), without_files=True)
            for number in splits:
                outcome.counts["splits up to the marts"] += 1
                split = _split_fort(number, fort, Path(folder) / str(number))
                found = marts_of(split.workspace.published.resolve(), without_files=True)
                if differs := difference(expected, found):
                    outcome.breaks(SAME_MARTS, number, differs)
    return outcome


def _versions(luck: Random) -> list[Record]:
    """Events, each in up to three versions, told apart by when they were updated."""
    rows = []
    for _ in range(luck.choice((3, 10, 40))):
        one = record(luck, EVENTS)
        first = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=luck.randrange(86400))
        for version in range(luck.choice((1, 1, 2, 3))):
            updated_at = first + timedelta(days=version)
            other = record(luck, EVENTS)
            names = {"event_id": one.id, "updated_at": f"{updated_at:%Y-%m-%dT%H:%M:%SZ}"}
            landed = {"event_id": one.id, "updated_at": updated_at}
            rows.append(Record(one.id, {**other.cells, **names}, {**other.landed, **landed}))
    return rows


def _split_rows(seed: int, outcome: Outcome) -> None:
    luck = Random(f"orders {seed}")
    rows = _versions(luck)
    expected = sorted(_newest([row.landed for row in rows]), key=repr)
    outcome.counts["splits"] += 1
    with tempfile.TemporaryDirectory(prefix="vip-sla-attack-") as folder:
        workspace = Workspace(Path(folder))
        files = _files(luck, rows)
        outcome.counts["files"] += len(files)
        runs = luck.choice((1, 2, 3))
        for run in range(runs):
            for number, (name, content) in enumerate(files):
                if number % runs == run:
                    path = Path(folder) / "exports" / "desk" / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
                    moment = luck.uniform(1.6e9, 1.7e9)
                    os.utime(path, (moment, moment))
            landing = land_exports(workspace, [SOURCE], STARTED_AT + timedelta(minutes=run))
        landed: list[dict[str, Any]] = []
        for file in landing.files:
            if file.error or file.rows_rejected or not file.rows_path:
                outcome.breaks(COUNTED, seed, f"{file.file}: {file.error}, {file.rows_rejected}")
                continue
            landed += pq.read_table(workspace.landing / file.rows_path).to_pylist()
    names = set(rows[0].landed)
    plain = [{name: row[name] for name in names} for row in landed]
    found = sorted(_newest(plain), key=repr)
    wanted = sorted(({name: row[name] for name in names} for row in expected), key=repr)
    if [sorted(row.items()) for row in wanted] != [sorted(row.items()) for row in found]:
        lost = [row["event_id"] for row in wanted if row not in found]
        outcome.breaks(SAME_ROWS, seed, f"{len(wanted)} events, {len(lost)} of them else: {lost}")


def _newest(rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
    newest: dict[str, Any] = {}
    for row in rows:
        known = newest.get(row["event_id"])
        if known is None or row["updated_at"] > known["updated_at"]:
            newest[row["event_id"]] = row
    yield from newest.values()


def _files(luck: Random, rows: Sequence[Record]) -> list[tuple[str, bytes]]:
    """The rows in any order in up to eight files of any format, some of them in two."""
    shuffled = luck.sample(list(rows), len(rows))
    parts: list[list[Record]] = [[] for _ in range(luck.choice((1, 2, 3, 8)))]
    for row in shuffled:
        for part in luck.sample(parts, min(len(parts), luck.choice((1, 1, 1, 2)))):
            part.append(row)
    files = []
    for number, part in enumerate(part for part in parts if part):
        made = export_of(luck, EVENTS, part)
        content = parquet_bytes(luck, made) if made.kind == "parquet" else made.content
        is_packed = luck.random() < 0.2
        name = f"events{luck.choice('_- ')}{number}.{made.ending}{'.gz' * is_packed}"
        files.append((name, gzip.compress(content) if is_packed else content))
    return luck.sample(files, len(files))


def _split_fort(seed: int, fort: Fort, root: Path) -> Fort:
    """The workspace with its tickets and events over several files, read by one or two runs."""
    luck = Random(f"orders {seed} of a workspace")
    split = fort.rebuilt(root)
    for table, text in (("tickets", TICKETS), ("events", STORIES), ("agents", AGENTS)):
        head, *lines = text.splitlines(keepends=True)
        luck.shuffle(lines)
        parts = [lines[start :: luck.choice((2, 3))] for start in (0, 1, 2)]
        left = set(lines) - {line for part in parts for line in part}
        parts[0] += sorted(left)
        taken: set[str] = set()
        (split.workspace.root / "exports" / "helpdesk" / f"{table}.csv").unlink()
        for number, part in enumerate(parts):
            fresh = [line for line in part if line not in taken]
            taken |= set(fresh)
            if fresh:
                export(split.workspace, f"{table}-{number}.csv", head + "".join(fresh))
                if table == "events" and luck.random() < 0.3:
                    split.run()
    said = split.run()
    assert said.status in (0, 3), said.all
    return split
