"""The DuckDB session that landing works in, and the little SQL that everybody writes."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import duckdb

from pipeline.errors import LandingError

_PATTERN = re.compile(r"[*?\[]")
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


def literal(text: str | Path) -> str:
    """`text` as an SQL string; a path in UTF-8, in whatever locale it was told."""
    plain = path_text(text) if isinstance(text, Path) else text
    return "'" + plain.replace("'", "''") + "'"


def file_literal(path: Path) -> str:
    """The one file of this name, where SQL would take a pattern for many."""
    return literal(_PATTERN.sub(r"[\g<0>]", path_text(path)))


def path_text(path: Path) -> str:
    """A path as DuckDB takes it. Raises LandingError if it is not UTF-8."""
    try:
        return os.fsencode(path).decode()
    except UnicodeDecodeError as error:
        raise LandingError(
            f"the folder {os.fsencode(path)!r} has a name that is not UTF-8; rename it"
        ) from error


def identifier(name: str) -> str:
    """`name` as an SQL name."""
    return '"' + name.replace('"', '""') + '"'


def json_path(written: str) -> str:
    """`a.b` as a path of JSON."""
    return "$" + "".join(f'."{key}"' for key in written.split("."))


def words(texts: Iterable[str]) -> str:
    """`texts` as an SQL list, to stand behind `in`."""
    return f"({', '.join(map(literal, texts))})"
