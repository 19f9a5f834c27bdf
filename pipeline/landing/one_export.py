"""One new export into landing: read, hashed once more behind that, and put there."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.landing.export_rows import Stager, land_rows
from pipeline.landing.files import ExportFile, Stamp, UnreadableFileError
from pipeline.landing.mapping import SourceMapping
from pipeline.landing.reasons import Span
from pipeline.landing.receipts import LandedFile
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Order:
    """An export to be landed: as much as a process must know that has only this."""

    workspace: Workspace
    export: ExportFile
    candidate: LandedFile  # what is known before its rows are read
    time_zone: str
    mapping: SourceMapping
    started_at: datetime  # of the run, UTC

    @property
    def name(self) -> str:
        """`<source>/<name>` of the file."""
        return self.candidate.told_name


@dataclass(frozen=True)
class Outcome:
    """What became of an export."""

    file: LandedFile | None  # landed, or with its error; None if it was left out
    content: tuple[str, Stamp] | None = None  # its hash behind reading, and the stamp under which
    notice: str | None = None  # why it was left out


def land_export(order: Order, connection: duckdb.DuckDBPyConnection, scratch: Path) -> Outcome:
    """Land one export, working in `scratch`: an empty folder on landing's file system.

    Only a content that is the same behind reading as before it is what was read: a file that was
    written to meanwhile, or removed, is left out. Raises what `Stager.stage` raises but for
    unreadable files.
    """
    candidate = order.candidate
    span = Span.of_run(order.started_at)
    stager = Stager(connection, scratch, order.time_zone, span, order.mapping)
    problem: UnreadableFileError | None = None
    try:
        staged = stager.stage(order.export)
    except UnreadableFileError as error:
        problem = error
    try:
        content = order.export.stamped_content()
    except FileNotFoundError:
        return Outcome(None, notice=gone(candidate))
    except OSError as error:
        return Outcome(with_error(candidate, UnreadableFileError.unopened(error)))
    if content[0] != candidate.content_hash:
        notice = (
            f"{order.name} changed while it was read, so it was left out; the next run reads it."
        )
        return Outcome(None, content, notice)
    if problem:
        return Outcome(with_error(candidate, problem), content)
    landed = replace(candidate, landed_at=order.started_at)
    return Outcome(land_rows(order.workspace, connection, staged, order.export, landed), content)


def gone(candidate: LandedFile) -> str:
    """Told of a file that was there a moment ago."""
    return (
        f"{candidate.told_name} was gone before it was read, so it was left out; if it belongs "
        "there, bring it back."
    )


def with_error(candidate: LandedFile, error: UnreadableFileError) -> LandedFile:
    """A file that gave no rows, and why."""
    return replace(candidate, error=f"{candidate.told_name} {error}")
