"""The views `landing.…` that the models read: typed, and empty where there is no file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipeline.landing.entities import Entity, Part
from pipeline.landing.receipts import LandedFile
from pipeline.landing.sources import KINDS
from pipeline.landing.tables import LandedTable
from pipeline.quoted import file_literal, identifier, literal
from pipeline.workspace import Workspace

SCHEMA = "landing"

LOAD_FILES: dict[str, str] = {
    "source": "VARCHAR",
    "entity": "VARCHAR",
    "file": "VARCHAR",
    "file_hash": "VARCHAR",
    "file_modified_at": "TIMESTAMP WITH TIME ZONE",
    "landed_at": "TIMESTAMP WITH TIME ZONE",
    "rows_read": "BIGINT",
    "rows_landed": "BIGINT",
    "rows_rejected": "BIGINT",
    "error": "VARCHAR",
    "warning": "VARCHAR",
}
"""Columns of `landing.load_files`: one row per file, unreadable ones too."""

LOAD_SIGHTINGS: dict[str, str] = {
    "source": "VARCHAR",
    "entity": "VARCHAR",
    "file": "VARCHAR",
    "file_hash": "VARCHAR",
    "file_modified_at": "TIMESTAMP WITH TIME ZONE",
}
"""Columns of `landing.load_sightings`: one row for each time that a landed content was new."""

REJECTED_ROWS: dict[str, str] = {
    "source": "VARCHAR",
    "entity": "VARCHAR",
    "file": "VARCHAR",
    "file_hash": "VARCHAR",
    "line": "BIGINT",
    "reason": "VARCHAR",
    "row_text": "VARCHAR",
}
"""Columns of `landing.rejected_rows`: one row per row that could not be landed."""


def create_landing_views(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    files: Iterable[LandedFile],
    tables: Iterable[LandedTable] = (),
) -> None:
    """Make schema `landing` in the connection's database, for every kind of source there is.

    Views hold the landed files' absolute paths; `load_files` and `load_sightings` are tables.
    """
    files = tuple(files)
    connection.execute(f"create schema if not exists {SCHEMA}")
    for view in landing_views(workspace, files, tables):
        _create_view(connection, view)
    _create_load_files(connection, files)


@dataclass(frozen=True)
class LandingView:
    """One landing view: the Parquet files whose rows it shows, and how they are typed.

    Rows of a content that `came_again` tell the `newest_at` of its file as their file_modified_at.
    """

    name: str
    types: Mapping[str, str] | None  # SQL type of each column; None where its one file tells
    files: tuple[Path, ...]
    came_again: tuple[LandedFile, ...] = ()


def landing_views(
    workspace: Workspace, files: Sequence[LandedFile], tables: Iterable[LandedTable] = ()
) -> Iterator[LandingView]:
    """What every engine makes a view of: entities and their parts, rejected rows, settings."""
    root = workspace.landing.resolve()

    def view(
        name: str,
        types: Mapping[str, str] | None,
        paths: Iterable[str | None],
        came_again: Iterable[LandedFile] = (),
    ) -> LandingView:
        there = tuple(root / path for path in paths if path)
        return LandingView(name, types, there, tuple(came_again))

    for kind in KINDS.values():
        for name, shown in kind.views():
            holding = [
                file for file in files if file.kind == kind.name and _landed_path(file, shown)
            ]
            paths = [_landed_path(file, shown) for file in holding]
            came_again = [file for file in holding if file.newest_at != file.file_modified_at]
            yield view(name, shown.landed_types(), paths, came_again)
    yield view("rejected_rows", REJECTED_ROWS, [file.rejected_path for file in files])
    for table in tables:
        yield view(table.view, None, [table.path])


def _landed_path(file: LandedFile, shown: Entity | Part) -> str | None:
    """Where the file's rows of what is shown lie; None if it has none."""
    if isinstance(shown, Part):
        return file.part_path(shown.name) if file.entity == shown.entity else None
    return file.rows_path if file.entity == shown.name else None


def _create_view(connection: duckdb.DuckDBPyConnection, view: LandingView) -> None:
    files = f"read_parquet([{', '.join(map(file_literal, view.files))}]"
    if view.types is None:
        body = f"select * from {files})"
    else:
        columns = (f"null::{kind} as {identifier(name)}" for name, kind in view.types.items())
        body = f"select {', '.join(columns)} where false"
        if view.files:
            # files landed before a column was known have it empty
            known = f"from ({body}) union all by name from {files}, union_by_name = true)"
            body = f"select {', '.join(map(identifier, view.types))} from ({known})"
        if view.came_again:
            newest = newest_at(view.came_again, "timestamptz")
            body = f"select * replace ({newest} as file_modified_at) from ({body})"
    connection.execute(f"create or replace view {_in_schema(view.name)} as {body}")


def newest_at(came_again: Iterable[LandedFile], instant: str) -> str:
    """The SQL for file_modified_at where contents came again; `instant` is what its type is called.

    A landed row tells when its file's content first came, and is not written again.
    """
    newer = " ".join(
        f"when source = {literal(file.source)} and file_hash = {literal(file.file_hash or '')} "
        f"then {instant} {literal(str(file.newest_at))}"
        for file in came_again
    )
    return f"case {newer} else file_modified_at end"


def _create_load_files(
    connection: duckdb.DuckDBPyConnection, files: tuple[LandedFile, ...]
) -> None:
    told = [
        asdict(file) | {"file_modified_at": file.newest_at, "warning": file.warning}
        for file in files
    ]
    _create_table(connection, "load_files", LOAD_FILES, told)
    seen = [
        asdict(file) | {"file": sighting.file, "file_modified_at": sighting.newer_than}
        for file in files
        if not file.error
        for sighting in file.sightings
    ]
    _create_table(connection, "load_sightings", LOAD_SIGHTINGS, seen)


def _create_table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    types: Mapping[str, str],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    columns = ", ".join(f"{identifier(column)} {kind}" for column, kind in types.items())
    connection.execute(f"create or replace table {_in_schema(name)} ({columns})")
    if rows:
        connection.executemany(
            f"insert into {_in_schema(name)} values ({', '.join('?' for _ in types)})",
            [[row[column] for column in types] for row in rows],
        )


def _in_schema(name: str) -> str:
    return f"{SCHEMA}.{identifier(name)}"
