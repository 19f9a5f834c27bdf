"""The published file: where it is, and a query asked of it."""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from pipeline.errors import NoSnapshotError, OldSnapshotError, VipSlaError
from pipeline.marts.frames import frame_of
from pipeline.marts.paste import literal, pasteable
from pipeline.quoted import identifier
from pipeline.shortage import shortage
from pipeline.workspace import Workspace

SESSION = ("use marts", "set TimeZone = 'UTC'")
"""What every query is asked under."""

SCHEMA_VERSION = 1
"""Of the published tables: counted up where a column goes, or means another thing."""

LIMITS = {"memory_limit": "VIP_SLA_QUERY_MEMORY", "threads": "VIP_SLA_QUERY_THREADS"}
"""What queries on each open snapshot may take, by the environment; else what DuckDB takes."""

_NOTHING_ASKED = "there is no query in it; write e.g. `from fct_responses`"


def newest_snapshot(workspace: Workspace) -> Path:
    """The file that the published link points to now; open it, not the link.

    Raises NoSnapshotError before the first run.
    """
    if not workspace.published.exists():
        raise NoSnapshotError(
            f"{workspace.root}: nothing has been published yet; start with `vip-sla run`"
        )
    return workspace.published.resolve()


def ask(snapshot: Path, query: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
    """A query's result, read-only. Instants are aware, in UTC.

    The frame's `attrs["sql"]` is the query as it can be pasted into any DuckDB on the snapshot.
    Raises OldSnapshotError where another version made it, VipSlaError where nothing is asked.
    """
    found: duckdb.DuckDBPyConnection | None = _session(snapshot).execute(
        query, dict(parameters or {})
    )
    if found is None:
        raise VipSlaError(_NOTHING_ASKED)
    frame = frame_of(found)
    frame.attrs["sql"] = pasteable(query, parameters or {}, *SESSION)
    return frame


def exactly(snapshot: Path, query: str, written: Mapping[str, str] | None = None) -> pa.Table:
    """A query's result, typed as the snapshot types it; raises as `ask` does.

    `written` has an SQL expression of `{}` for columns of types that are to become others.
    """
    found: duckdb.DuckDBPyRelation | None = _session(snapshot).sql(query)
    if found is None:
        raise VipSlaError(_NOTHING_ASKED)
    if written and any(kind.id in written for kind in found.types):
        columns = enumerate(zip(found.columns, found.types, strict=True), start=1)
        found = found.project(  # by place: two columns may have one name
            ", ".join(
                f"{written.get(kind.id, '{}').format(f'#{place}')} as {identifier(name)}"
                for place, (name, kind) in columns
            )
        )
    table: pa.Table = found.to_arrow_table()
    return table


def _session(snapshot: Path) -> duckdb.DuckDBPyConnection:
    session = _database(Path(snapshot)).cursor()
    for setting in SESSION:
        session.execute(setting)
    return session


@lru_cache(maxsize=4)
def _database(snapshot: Path) -> duckdb.DuckDBPyConnection:
    """The snapshot, open as long as this process asks it."""
    return opened(snapshot)


def opened(snapshot: Path) -> duckdb.DuckDBPyConnection:
    """A file of marts, read-only and within limits; for whoever lets go of it again.

    Every connection of a process is made here: DuckDB refuses a second one that is set otherwise.
    Raises OldSnapshotError where another version made the file.
    """
    connection = _connected(snapshot)
    if (version := _schema_version(connection)) != SCHEMA_VERSION:
        connection.close()
        raise OldSnapshotError(
            f"{snapshot.name}: another version of vip-sla made it (its tables are of version "
            f"{version or 'none'}, this one's of {SCHEMA_VERSION}); start `vip-sla run`"
        )
    return connection


def _connected(snapshot: Path) -> duckdb.DuckDBPyConnection:
    limits = {name: os.environ.get(variable) for name, variable in LIMITS.items()}
    given: dict[str, Any] = {name: value for name, value in limits.items() if value}
    try:
        return duckdb.connect(str(snapshot), read_only=True, config=given)
    except (duckdb.IOException, duckdb.SerializationException) as error:
        if not snapshot.exists() or shortage(error):
            raise
        raise OldSnapshotError(
            f"{snapshot.name}: is no file that this version of DuckDB reads; start `vip-sla run`"
        ) from error


def _schema_version(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The version of its tables; None where it tells none, as before there were versions."""
    try:
        row = connection.execute("select schema_version from marts.run_info").fetchone()
    except (duckdb.CatalogException, duckdb.BinderException):
        return None
    return row[0] if row else None


def seal(snapshot: Path) -> None:
    """From now on every query of this process sees the snapshot and no other file, for good.

    Older facts of a run on Spark are the snapshot's, too; they lie beside it.
    """
    connection = _database(Path(snapshot))
    file = Path(snapshot).resolve()
    older = Workspace(file.parent.parent.parent).marts_parquet(file.stem)
    [(is_open,)] = connection.execute("select current_setting('enable_external_access')").fetchall()
    if is_open and older.exists():
        connection.execute(f"set allowed_directories = {literal([str(older)])}")
    connection.execute("set enable_external_access = false")


def row_number(snapshot: Path, table: str, key: str) -> str:
    """By what a row is found again: its number, or the key where the table is a view."""
    found = _session(snapshot).execute(
        "select 1 from duckdb_tables() where schema_name = 'marts' and table_name = ?", [table]
    )
    return "rowid" if found.fetchone() else key


def tables(snapshot: Path) -> pd.DataFrame:
    """One row per published table: table, rows (null of a view), description.

    A fact of which older months lie where Spark left them is a table to whoever asks.
    """
    frame = ask(
        snapshot,
        """
        select
            table_name as "table",
            estimated_size as "rows",
            comment as description
        from duckdb_tables()
        where schema_name = 'marts'
        union all
        select view_name, null, comment
        from duckdb_views()
        where schema_name = 'marts'
        order by "table"
        """,
    )
    kept = "select table_name from duckdb_tables() where schema_name = 'recent'"
    for name in ask(snapshot, kept)["table_name"]:
        count = ask(snapshot, f"select count(*) as n from {identifier(name)}")["n"].iloc[0]
        frame.loc[frame["table"] == name, "rows"] = count
    return frame.astype({"rows": "Int64"})  # whole numbers, null or not
