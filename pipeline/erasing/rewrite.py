"""A change done to all that a source landed, and to the exports that were fetched.

Exports come first, each replaced whole under its own time: what they held lands anew by the next
run, so what landed of them goes. Rows of other exports are changed where they landed; such an
export is told, as it is its owner's to mend. Killed in between, the same call again does the rest.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipeline.atomic import beside, sealed
from pipeline.erasing.change import Change
from pipeline.fetching.rounds import Store, exported
from pipeline.landing.database import connect
from pipeline.landing.entities import Entity, Part
from pipeline.landing.files import find_exports
from pipeline.landing.receipts import LandedFile, read_receipts, write_receipt
from pipeline.landing.sources import KINDS
from pipeline.quoted import file_literal
from pipeline.running import last_build
from pipeline.settings.config import Source
from pipeline.workspace import Workspace


@contextmanager
def landing_session(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session to read and rewrite landing with, after which no build is built on any more."""
    last_build.forget(workspace)
    with TemporaryDirectory(dir=workspace.build) as scratch:
        connection = connect(Path(scratch))
        try:
            yield connection
        finally:
            connection.close()


@dataclass
class Rewritten:
    """What was changed."""

    exports: list[str] = field(default_factory=list)  # fetched ones, `<source>/<name>`
    landed: list[str] = field(default_factory=list)  # places of landed files, relative to landing
    row_count: int = 0  # rows that were changed, or that went, in exports and in landing
    left: list[str] = field(default_factory=list)  # exports that are not ours to change

    def add(self, other: "Rewritten") -> None:
        """Count another source's with it."""
        self.exports += other.exports
        self.landed += other.landed
        self.row_count += other.row_count
        self.left += other.left


def rewrite(
    workspace: Workspace, source: Source, change: Change, connection: duckdb.DuckDBPyConnection
) -> Rewritten:
    """Do it. The caller holds the workspace's lock. Raises FetchError if a fetch is at work."""
    done = Rewritten()
    folder = workspace.export_folder(source.path)
    store = Store(folder) if (folder / ".fetch").is_dir() else None
    if store:
        with store.held():
            store.refuse_if_under_way()
            gone = _rewrite_exports(folder, source, change, done)
    else:
        gone = set()
    for receipt in list(read_receipts(workspace, source.name)):
        if receipt.content_hash in gone:
            done.landed += _remove(workspace, receipt)
        else:
            _rewrite_landed(workspace, receipt, change, connection, done)
    others = {
        path for entity in KINDS[source.kind].entities for path in exported(folder, entity.name)
    }
    touched = {place.split("/")[2].split(".")[0] for place in done.landed}
    names = {r.file for r in read_receipts(workspace, source.name) if r.file_hash in touched}
    if folder.is_dir():
        for export in find_exports(folder, KINDS[source.kind])[0]:
            if export.path not in others and export.name in names:
                done.left.append(f"{source.name}/{export.name}")
    return done


def _rewrite_exports(folder: Path, source: Source, change: Change, done: Rewritten) -> set[str]:
    """Rewrite fetched exports; returns the hashes of the contents that are no more."""
    gone: set[str] = set()
    for entity in KINDS[source.kind].entities:
        for path in exported(folder, entity.name):
            lines = path.read_text(encoding="utf-8").splitlines()
            kept = list(_changed_lines(entity, lines, change))
            count = sum(one is None or one != line for one, line in zip(kept, lines, strict=True))
            if not count:
                continue
            gone.add(sealed(path))
            done.exports.append(f"{source.name}/{path.name}")
            done.row_count += count
            _replace(path, [line for line in kept if line is not None])
    return gone


def _changed_lines(entity: Entity, lines: list[str], change: Change) -> Iterator[str | None]:
    for line in lines:
        row = json.loads(line)
        changed = change.of_row(entity, row)
        if changed is None:
            yield None
        elif changed == row:
            yield line
        else:
            yield json.dumps(changed, ensure_ascii=False, separators=(",", ":"))


def _replace(path: Path, lines: list[str]) -> None:
    """A file with other lines, of the same time."""
    if not lines:
        path.unlink()
        return
    stat = path.stat()
    text = "".join(f"{line}\n" for line in lines)
    with beside(path) as aside:
        aside.write_text(text, encoding="utf-8", errors="backslashreplace")
        os.utime(aside, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def _remove(workspace: Workspace, receipt: LandedFile) -> list[str]:
    """What landed of a content goes, its receipt first."""
    places = list(receipt.seals)
    (workspace.landing / receipt.place(".json")).unlink(missing_ok=True)
    for path in (workspace.landing / receipt.source / receipt.entity).glob(
        f"{receipt.file_hash}.*"
    ):
        path.unlink()
    return places


def _rewrite_landed(
    workspace: Workspace,
    receipt: LandedFile,
    change: Change,
    connection: duckdb.DuckDBPyConnection,
    done: Rewritten,
) -> None:
    entity = KINDS[receipt.kind].entity(receipt.entity)
    changed: dict[str, int] = {}  # places, and how many rows went
    for shown, place in _landed(entity, receipt):
        hit, becomes = change.is_hit(shown), change.select(shown)
        if place and hit:
            count = _change(connection, workspace.landing / place, hit, becomes)
            if count:
                changed[place] = 0 if becomes else count
                done.row_count += count
    rejected = receipt.rejected_path
    hit = change.hits_text()
    if rejected and hit and (count := _change(connection, workspace.landing / rejected, hit, None)):
        changed[rejected] = count
        done.row_count += count
    if not changed:
        return
    done.landed += changed
    landed = receipt.rows_landed - changed.get(receipt.rows_path or "", 0)
    refused = receipt.rows_rejected - changed.get(rejected or "", 0)
    seals = {
        place: sealed(workspace.landing / place)
        for place in receipt.seals
        if (landed or place == rejected) and (refused or place != rejected)
    }
    now = replace(
        receipt,
        rows_read=landed + refused,
        rows_landed=landed,
        rows_rejected=refused,
        seals=seals,
    )
    write_receipt(workspace, now)
    for place in receipt.seals.keys() - seals.keys():
        (workspace.landing / place).unlink(missing_ok=True)


def _landed(entity: Entity, receipt: LandedFile) -> Iterator[tuple[Entity | Part, str | None]]:
    yield entity, receipt.rows_path
    for part in entity.parts:
        yield part, receipt.part_path(part.name)


def _change(
    connection: duckdb.DuckDBPyConnection, path: Path, hit: str, becomes: str | None
) -> int:
    """Rewrite a Parquet file; returns how many rows were hit."""
    rows = f"read_parquet({file_literal(path)})"
    hit = f"coalesce({hit}, false)"
    found = connection.execute(f"select count(*) from {rows} where {hit}").fetchone()
    count = int(found[0]) if found else 0
    if count:
        query = f"select * from {rows} where not {hit}"
        if becomes:
            query = f"{query} union all by name select {becomes} from {rows} where {hit}"
        with beside(path) as aside:
            connection.execute(
                f"copy ({query}) to {file_literal(aside)} (format parquet, compression zstd)"
            )
    return count
