"""The private build file: landing views for dbt to read, and the one row that describes the run."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.landing.receipts import LandedFile
from pipeline.landing.sources import KINDS
from pipeline.landing.tables import LandedTable
from pipeline.landing.views import create_landing_views
from pipeline.marts.snapshot import SCHEMA_VERSION
from pipeline.promise import policy_tables, register_tables
from pipeline.quoted import identifier
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Run:
    """What a run is and how it was told to judge: the row of `landing.run`."""

    run_id: str
    as_of: datetime
    reading: str
    policy_hash: str
    landing_hash: str
    code_version: str
    goal: float
    language: str
    default_calendar_id: str
    default_time_zone: str
    started_at: datetime
    finished_at: datetime | None = None
    schema_version: int = SCHEMA_VERSION
    """Of the tables that are made now, whatever version made those of the manifest."""

    def settings(self) -> dict[str, str | float]:
        """What decides about the result besides landing, as JSON can hold it: for the manifest."""
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in asdict(self).items()
            if value is not None
        }

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> "Run":
        """The run that a manifest tells of. Raises KeyError where it does not tell everything."""
        told = {
            field.name: settings[field.name] for field in fields(cls) if field.default is MISSING
        }
        instants = {name: datetime.fromisoformat(told[name]) for name in ("as_of", "started_at")}
        return cls(**told | instants)


_RUN_TYPES = {
    "as_of": "TIMESTAMP WITH TIME ZONE",
    "goal": "DOUBLE",
    "schema_version": "INTEGER",
    "started_at": "TIMESTAMP WITH TIME ZONE",
    "finished_at": "TIMESTAMP WITH TIME ZONE",
}


def event_span(
    workspace: Workspace, files: Iterable[LandedFile]
) -> tuple[datetime, datetime] | None:
    """The oldest and the newest event in landing (UTC), or None where there is none."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        create_landing_views(connection, workspace, files)
        return landed_span(connection)


def landed_span(connection: duckdb.DuckDBPyConnection) -> tuple[datetime, datetime] | None:
    """The same, of a connection in UTC that has the landing views."""
    times = " union all ".join(
        f"select {identifier(column)} as happened_at from landing.{view}"
        for kind in KINDS.values()
        for view, column in kind.event_times
    )
    [(oldest, newest)] = connection.execute(
        f"select min(happened_at), max(happened_at) from ({times})"
    ).fetchall()
    return (oldest, newest) if oldest is not None else None


def create_build_file(
    workspace: Workspace,
    build_file: Path,
    files: Iterable[LandedFile],
    tables: Iterable[LandedTable],
    run: Run,
    unlanded: Mapping[str, pa.Table] | None = None,
) -> None:
    """Start `build_file`, which is not there yet, with every landing view and `landing.run`.

    `unlanded` are tables of settings by view that are of this build alone.
    """
    with duckdb.connect(str(build_file)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        tables = tuple(tables)
        create_landing_views(connection, workspace, files, tables)
        for view, content in (unlanded or {}).items():
            _create_table(connection, view, content)
        _create_empty_tables(connection, {table.view for table in tables} | {*(unlanded or ())})
        row = asdict(run)
        columns = ", ".join(f"{name} {_RUN_TYPES.get(name, 'VARCHAR')}" for name in row)
        connection.execute(f"create table landing.run ({columns})")
        marks = ", ".join("?" for _ in row)
        connection.execute(f"insert into landing.run values ({marks})", list(row.values()))


def _create_empty_tables(connection: duckdb.DuckDBPyConnection, there: Collection[str]) -> None:
    """Tables of settings that a past run did not know yet, for models that read them."""
    for area, schemas in (
        ("policy", policy_tables.SCHEMAS),
        ("register", register_tables.SCHEMAS),
    ):
        for name, schema in schemas.items():
            view = f"{area}_{name}"
            if view not in there:
                _create_table(connection, view, schema.empty_table())


def _create_table(connection: duckdb.DuckDBPyConnection, view: str, content: pa.Table) -> None:
    connection.register("content", content)
    connection.execute(f"create table landing.{view} as from content")
    connection.unregister("content")
