"""Whether two files of marts hold the same rows."""

from pathlib import Path

import duckdb

from pipeline.quoted import identifier, literal


def difference(one: Path, other: Path) -> dict[str, int]:
    """How many rows of either file are not in the other, by mart; only marts with any."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        for name, file in (("one", one), ("other", other)):
            connection.execute(f"attach {literal(file)} as {name} (read_only)")
        tables = connection.execute(
            "select distinct table_name from duckdb_tables() where schema_name = 'marts' order by 1"
        ).fetchall()
        counts = {table: _count(connection, identifier(table)) for (table,) in tables}
    return {table: count for table, count in counts.items() if count}


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    sides = (f"from {name}.marts.{table}" for name in ("one", "other"))
    here, there = sides
    [(count,)] = connection.execute(
        f"select count(*) from (({here} except all {there}) union all ({there} except all {here}))"
    ).fetchall()
    return int(count)
