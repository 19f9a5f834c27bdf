"""A query as it was asked, its parameters written into it: SQL that can be pasted elsewhere."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import singledispatch
from textwrap import dedent

from pipeline import quoted

# What may hold a `$name` that is none stands first: texts, quoted names, comments.
_PIECES = re.compile(
    r"""
    '(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/
    | \$(?P<name>[A-Za-z_]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)


def pasteable(query: str, parameters: Mapping[str, object], *session: str) -> str:
    """The query with its parameters as literals, behind the settings that it was asked under."""

    def written(found: re.Match[str]) -> str:
        name = found["name"]
        return literal(parameters[name]) if name in parameters else found[0]

    asked = _PIECES.sub(written, dedent(query).strip().rstrip(";"))
    return "\n".join([*(f"{setting};" for setting in session), f"{asked};"])


@singledispatch
def literal(value: object) -> str:
    """A value as DuckDB writes it. Raises TypeError for a sort of value that no question takes."""
    raise TypeError(f"{value!r} cannot be written as SQL; pass text, a number, a moment or a list")


@literal.register
def _(value: None) -> str:
    return "null"


@literal.register
def _(value: bool) -> str:
    return str(value).lower()


@literal.register
def _(value: int | Decimal) -> str:
    return f"({value})" if value < 0 else str(value)


@literal.register
def _(value: float) -> str:
    return f"cast('{value}' as double)"


@literal.register
def _(value: str) -> str:
    if "\0" in value:  # no text between quotes can hold it
        return "(" + " || chr(0) || ".join(literal(part) for part in value.split("\0")) + ")"
    return quoted.literal(value)


@literal.register
def _(value: date) -> str:
    return f"date '{value.isoformat()}'"


@literal.register
def _(value: datetime) -> str:
    if value.tzinfo is None:
        return f"timestamp '{value.isoformat(sep=' ')}'"
    return f"timestamptz '{value.astimezone(UTC).isoformat(sep=' ')}'"


@literal.register
def _(value: Sequence) -> str:  # type: ignore[type-arg]
    items = ", ".join(literal(item) for item in value)
    return f"[{items}]" if items else "cast([] as varchar[])"
