"""The published file: where it is, and a query asked of it."""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from pipeline.errors import NoSnapshotError, OldSnapshotError
from pipeline.marts.paste import pasteable
from pipeline.shortage import shortage
from pipeline.workspace import Workspace

SESSION = ("use marts", "set TimeZone = 'UTC'")
"""What every query is asked under."""

SCHEMA_VERSION = 1
"""Of the published tables: counted up where a column goes, or means another thing."""

LIMITS = {"memory_limit": "VIP_SLA_QUERY_MEMORY", "threads": "VIP_SLA_QUERY_THREADS"}
"""What queries on each open snapshot may take, by the environment; else what DuckDB takes."""


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
    Raises OldSnapshotError where it asks for what the tables of another version do not have.
    """
    session = _database(snapshot).cursor()
    try:
        for setting in SESSION:
            session.execute(setting)
        frame = session.execute(query, dict(parameters or {})).df()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        if (version := _schema_version(snapshot)) != SCHEMA_VERSION:
            raise OldSnapshotError(
                f"{snapshot.name}: another version of vip-sla made it (its tables are of version "
                f"{version or 'none'}, this one's of {SCHEMA_VERSION}); start `vip-sla run`"
            ) from error
        raise
    frame.attrs["sql"] = pasteable(query, parameters or {}, *SESSION)
    return frame


def exactly(snapshot: Path, sql: str) -> pa.Table:
    """The answer to the SQL of an earlier one, typed as the snapshot types it."""
    table: pa.Table = _database(snapshot).cursor().sql(sql).to_arrow_table()
    return table


@lru_cache(maxsize=4)
def _database(snapshot: Path) -> duckdb.DuckDBPyConnection:
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


def _schema_version(snapshot: Path) -> int | None:
    """The version of its tables; None where it tells none, as before there were versions."""
    try:
        found = _database(snapshot).cursor().execute("select schema_version from marts.run_info")
        row = found.fetchone()
    except duckdb.Error:
        return None
    return row[0] if row else None


def seal(snapshot: Path) -> None:
    """From now on every query of this process sees the snapshot and no other file, for good."""
    _database(snapshot).execute("set enable_external_access = false")


def tables(snapshot: Path) -> pd.DataFrame:
    """One row per published table: table, rows (null of a view), description."""
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
    return frame.astype({"rows": "Int64"})  # whole numbers, null or not
