"""Marts as two workspaces can be compared by: all but the times at which runs happened."""

from __future__ import annotations

from pathlib import Path

import duckdb

_OF_THE_RUN = {"landed_at", "run_id", "started_at", "finished_at"}
_NOT_COMPARED = {"run_info"}

Marts = dict[str, list[str]]


def marts_of(snapshot: Path, *, without_files: bool = False) -> Marts:
    """Every row of every mart as text, in an order of its own; read to the last byte.

    `without_files` leaves out what tells in which file a row came.
    """
    found: Marts = {}
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        columns: dict[str, list[str]] = {}
        for table, column in connection.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'marts' "
            "order by table_name, column_index"
        ).fetchall():
            columns.setdefault(table, []).append(column)
        for table, names in columns.items():
            if table in _NOT_COMPARED or (without_files and "file_hash" in names):
                continue
            left_out = _OF_THE_RUN if table == "load_files" else set()
            shown = ", ".join(f'"{name}"::varchar' for name in names if name not in left_out)
            rows = connection.execute(f"select {shown} from marts.{table} order by all").fetchall()
            found[table] = [repr(row) for row in rows]
    return found


def difference(one: Marts, other: Marts) -> str | None:
    """The first table that differs and a row that only one has; None if all are alike."""
    if set(one) != set(other):
        return f"only one has {sorted(set(one) ^ set(other))}"
    for table, rows in one.items():
        if rows != other[table]:
            here = sorted(set(rows) - set(other[table]))[:1]
            there = sorted(set(other[table]) - set(rows))[:1]
            return f"{table}: {len(rows)} rows and {len(other[table])}; {here} and {there}"
    return None
