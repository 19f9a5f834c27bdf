"""The DuckDB session that landing works in."""

from pathlib import Path

import duckdb

from pipeline.quoted import path_text

_MOST_MEMORY = 80  # per cent of the machine's, as DuckDB takes it by itself


def connect(scratch: Path, sessions: int = 1) -> duckdb.DuckDBPyConnection:
    """A private session in memory, in UTC, that spills into `scratch` and downloads nothing.

    It is one of so many `sessions` at once: memory and cores are shared out among them.
    """
    connection = duckdb.connect(
        config={
            "temp_directory": path_text(scratch / "spill"),
            "autoinstall_known_extensions": "false",
        }
    )
    if sessions > 1:
        connection.execute(f"set memory_limit = '{_MOST_MEMORY / sessions}%'")
        connection.execute(f"set threads = greatest(1, current_setting('threads') // {sessions})")
    # A further process is taken for a prompt, at which somebody waits.
    connection.execute("set enable_progress_bar = false")
    connection.execute("set TimeZone = 'UTC'")
    # A path is a path: no name of a Python variable is ever read as a table.
    connection.execute("set python_enable_replacements = false")
    return connection
