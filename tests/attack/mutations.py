"""Part `mutations`: files of the desk, damaged by seed, each landed by itself, as runs land it."""

from __future__ import annotations

import faulthandler
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq

from pipeline.landing.loader import land_exports
from pipeline.landing.receipts import LandedFile
from pipeline.workspace import Workspace
from tests.attack.damage import Damaged, damaged
from tests.attack.desk import STARTED_AT
from tests.attack.judging import ALIKE, judge
from tests.attack.outcome import Broken, Outcome
from tests.attack.seen import has_its_header
from tests.pipeline.landing.help_desk import SourceStandIn

RAISED = "no file stops a run"
CRASHED = "no file ends the process, or keeps it for ever"
STUCK = "no small file takes long"
_LONGEST = 20  # seconds of the processor
_PATIENCE = 120  # seconds after which a process is ended
_AT_ONCE = 100
_IN_MEMORY = Path("/dev/shm")


SOURCE = SourceStandIn()


@dataclass(frozen=True)
class Landed:
    """What became of a file."""

    told: LandedFile
    rows: list[dict[str, Any]]
    rejected: list[dict[str, Any]]


def attack(seed: int, count: int) -> Outcome:
    """Land `count` files from `seed` on. A process that dies is told, too."""
    outcome = Outcome("mutations")
    seeds = range(seed, seed + count)
    parts = [seeds[at : at + _AT_ONCE] for at in range(0, count, _AT_ONCE)]
    for part, found in zip(parts, _elsewhere(parts), strict=True):
        if found is not None:
            outcome.add(found)
            continue
        for one, alone in zip(part, _elsewhere([range(it, it + 1) for it in part]), strict=True):
            if alone is not None:
                outcome.add(alone)
            else:
                outcome.broken.append(_broken(CRASHED, one, "", damaged(_luck(one))))
    return outcome


def _elsewhere(parts: list[range]) -> Iterator[Outcome | None]:
    """Each part's outcome, found by other processes; None of one that ended its process."""
    todo = list(parts)
    while todo:
        with ProcessPoolExecutor(min(os.cpu_count() or 1, len(todo))) as pool:
            for future in [pool.submit(_land_seeds, part) for part in todo]:
                try:
                    found = future.result()
                except BrokenProcessPool:
                    break
                todo.pop(0)
                yield found
        if todo:  # the first of them, or one that was at work beside it
            with ProcessPoolExecutor(1) as pool:
                try:
                    found = pool.submit(_land_seeds, todo[0]).result()
                except BrokenProcessPool:
                    yield None
                else:
                    yield found
                todo.pop(0)


def _land_seeds(seeds: range) -> Outcome:
    """`land_seeds` in a process of its own, which ends with its traceback if a file keeps it."""
    outcome = Outcome("mutations")
    for seed in seeds:
        faulthandler.dump_traceback_later(_PATIENCE, exit=True)
        outcome.add(land_seed(seed))
        faulthandler.cancel_dump_traceback_later()
    return outcome


def land_seeds(seeds: range) -> Outcome:
    """Damage, land and judge the file of each seed, in this process."""
    outcome = Outcome("mutations")
    for seed in seeds:
        outcome.add(land_seed(seed))
    return outcome


def _luck(seed: int) -> Random:
    return Random(f"mutations {seed}")


def land_seed(seed: int) -> Outcome:
    """The same for one seed."""
    outcome = Outcome("mutations")
    luck = _luck(seed)
    file = damaged(luck)
    outcome.counts["files"] += 1
    outcome.counts[f"files of {file.made.ending}"] += 1
    started = time.process_time()
    try:
        landed = land(file)
        verdict = judge(file, landed.told, landed.rows, landed.rejected)
        broken = list(verdict.broken)
        if luck.random() < 0.5 and (worse := _with_a_broken_line(file)):
            outcome.counts["files landed with one more broken line"] += 1
            broken += [(ALIKE, it) for it in _unlike(landed, land(worse))]
    except Exception as error:
        outcome.broken.append(_broken(RAISED, seed, f"{type(error).__name__}: {error}", file))
        return outcome
    outcome.counts += verdict.counts
    if (seconds := time.process_time() - started) > _LONGEST:
        outcome.broken.append(_broken(STUCK, seed, f"{seconds:.0f} s", file))
    outcome.broken += [_broken(promise, seed, told, file) for promise, told in broken]
    return outcome


def _broken(promise: str, seed: int, told: str, file: Damaged) -> Broken:
    told = f"{told} [{file.name}: {', '.join(file.done) or 'unhurt'}]"
    return Broken(promise, seed, told, file.name, file.content)


def land(file: Damaged) -> Landed:
    """Land a file in a workspace of its own."""
    place = _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="vip-sla-attack-", dir=place))
    try:
        workspace = Workspace(folder)
        export = folder / "exports" / "desk" / file.name
        export.parent.mkdir(parents=True)
        export.write_bytes(file.content)
        (told,) = land_exports(workspace, [SOURCE], STARTED_AT).files
        return Landed(told, _read(workspace, told.rows_path), _read(workspace, told.rejected_path))
    finally:
        shutil.rmtree(folder)


def _read(workspace: Workspace, path: str | None) -> list[dict[str, Any]]:
    return pq.read_table(workspace.landing / path).to_pylist() if path else []


def _with_a_broken_line(file: Damaged) -> Damaged | None:
    """The same with one line more that is no row: then it is read in another way."""
    if file.plain is None or file.made.kind == "json" or file.is_cut:
        return None
    if file.content != file.plain or not file.plain.endswith(b"\n") or not file.plain.strip():
        return None
    sign = file.made.delimiter.encode()
    if file.made.kind == "csv" and not (sign in file.made.header and has_its_header(file)):
        return None  # then nobody knows how many cells a row has
    junk = b"{junk\n" if file.made.kind == "lines" else sign * 99 + b"\n"
    return replace(file, content=file.content + junk)


def _unlike(one: Landed, other: Landed) -> Iterator[str]:
    if one.told.error or other.told.error:
        if one.told.error is None or other.told.error is None:
            yield f"one of them is unreadable: {one.told.error}, {other.told.error}"
        return
    provenance = {"file_hash", "file_modified_at", "file_row"}
    rows, others = (
        [{k: v for k, v in row.items() if k not in provenance} for row in it.rows]
        for it in (one, other)
    )
    if len(rows) != len(others):
        yield f"{len(rows)} rows land of the one, {len(others)} of the other"
    for row, beside in zip(rows, others, strict=False):
        for name, value in row.items():
            if value != beside[name]:
                yield f"{name} is {value!r} here, {beside[name]!r} there"
                return
