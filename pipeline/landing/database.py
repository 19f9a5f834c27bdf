"""The DuckDB session that landing works in, and the little SQL that everybody writes."""

from collections.abc import Iterable
from pathlib import Path

import duckdb


def connect(scratch: Path) -> duckdb.DuckDBPyConnection:
    """A private session in memory, in UTC, that spills into `scratch` and downloads nothing."""
    connection = duckdb.connect(
        config={
            "temp_directory": str(scratch / "spill"),
            "autoinstall_known_extensions": "false",
        }
    )
    connection.execute("set TimeZone = 'UTC'")
    # A path is a path: no name of a Python variable is ever read as a table.
    connection.execute("set python_enable_replacements = false")
    return connection


def literal(text: str | Path) -> str:
    """`text` as an SQL string."""
    return "'" + str(text).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """`name` as an SQL name."""
    return '"' + name.replace('"', '""') + '"'


def words(texts: Iterable[str]) -> str:
    """`texts` as an SQL list, to stand behind `in`."""
    return f"({', '.join(map(literal, texts))})"
