"""Names, paths and texts of others, quoted for SQL."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import LandingError

_PATTERN = re.compile(r"[*?\[]")


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
