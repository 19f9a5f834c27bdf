"""The views `landing.…` that the models read: typed, and empty where there is no file."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from pipeline.landing.database import identifier, literal
from pipeline.landing.entities import Entity, Part
from pipeline.landing.receipts import LandedFile
from pipeline.landing.sources import KINDS
from pipeline.landing.tables import LandedTable
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
}
"""Columns of `landing.load_files`: one row per file, unreadable ones too."""

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

    Views hold the landed files' absolute paths; `load_files` is a table.
    """
    files = tuple(files)
    connection.execute(f"create schema if not exists {SCHEMA}")
    for kind in KINDS.values():
        for view, shown in kind.views():
            paths = [
                path
                for file in files
                if file.kind == kind.name
                for path in [_landed_path(file, shown)]
            ]
            _create_view(connection, workspace, view, shown.landed_types(), paths)
    rejected = [file.rejected_path for file in files]
    _create_view(connection, workspace, "rejected_rows", REJECTED_ROWS, rejected)
    for table in tables:
        path = workspace.landing.resolve() / table.path
        connection.execute(
            f"create or replace view {_in_schema(table.view)} as "
            f"select * from read_parquet([{literal(path)}])"
        )
    _create_load_files(connection, files)


def _landed_path(file: LandedFile, shown: Entity | Part) -> str | None:
    """Where the file's rows of what is shown lie; None if it has none."""
    if isinstance(shown, Part):
        return file.part_path(shown.name) if file.entity == shown.entity else None
    return file.rows_path if file.entity == shown.name else None


def _create_view(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    name: str,
    types: Mapping[str, str],
    paths: Iterable[str | None],
) -> None:
    root: Path = workspace.landing.resolve()
    there = [literal(root / path) for path in paths if path]
    columns = (f"null::{kind} as {identifier(column)}" for column, kind in types.items())
    body = f"select {', '.join(columns)} where false"
    if there:
        # files landed before a column was known have it empty
        files = f"read_parquet([{', '.join(there)}], union_by_name = true)"
        known = f"from ({body}) union all by name from {files}"
        body = f"select {', '.join(map(identifier, types))} from ({known})"
    connection.execute(f"create or replace view {_in_schema(name)} as {body}")


def _create_load_files(
    connection: duckdb.DuckDBPyConnection, files: tuple[LandedFile, ...]
) -> None:
    columns = ", ".join(f"{identifier(name)} {kind}" for name, kind in LOAD_FILES.items())
    name = _in_schema("load_files")
    connection.execute(f"create or replace table {name} ({columns})")
    if files:
        connection.executemany(
            f"insert into {name} values ({', '.join('?' for _ in LOAD_FILES)})",
            [[getattr(file, column) for column in LOAD_FILES] for file in files],
        )


def _in_schema(name: str) -> str:
    return f"{SCHEMA}.{identifier(name)}"
