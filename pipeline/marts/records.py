"""A question's rows as objects with names and types: one kind of record per question.

The kinds stand beside their questions. Reports publish the same records as JSON; what a record
has for other readers is `Unpublished`.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, TypeVar

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from pipeline.errors import OldSnapshotError


class Record(BaseModel):
    """Values with names and types: no words, no rounding."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


T = TypeVar("T")
R = TypeVar("R", bound=Record)

Unpublished = Annotated[T, Field(exclude=True)]
"""A field that reports do not tell; it has a default, for whoever reads one again."""


def records(frame: pd.DataFrame, kind: type[R]) -> list[R]:
    """Every row as a `kind`; columns that it does not name are left out.

    A field that is a record itself is made of the same row. What is missing is None, a timestamp
    without a zone is a date; an unpublished field keeps its default where it has no column.
    Raises OldSnapshotError where any other column that the kind names is not there.
    """
    wanted = dict(_columns(kind))
    if lacking := [name for name, is_needed in wanted.items() if is_needed and name not in frame]:
        raise OldSnapshotError(
            f"the snapshot lacks {', '.join(lacking)}: another version made it; start `vip-sla run`"
        )
    names = [name for name in wanted if name in frame]
    columns = [[_plain(value) for value in frame[name].tolist()] for name in names]
    rows = (dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True))
    return _list_of(kind).validate_python([_shaped(row, kind) for row in rows])


def _columns(kind: type[Record]) -> Iterator[tuple[str, bool]]:
    """The columns that a kind is made of, and whether it needs them."""
    for name, part in _fields(kind).items():
        if part is None:
            yield name, not kind.model_fields[name].exclude
        else:
            yield from _columns(part)


def _shaped(row: dict[str, Any], kind: type[Record]) -> dict[str, Any]:
    return {
        name: row[name] if part is None else _shaped(row, part)
        for name, part in _fields(kind).items()
        if part is not None or name in row
    }


@lru_cache
def _fields(kind: type[Record]) -> dict[str, type[Record] | None]:
    """A kind's fields, those that are records with their kind."""
    kinds = {name: field.annotation for name, field in kind.model_fields.items()}
    return {
        name: each if isinstance(each, type) and issubclass(each, Record) else None
        for name, each in kinds.items()
    }


@lru_cache
def _list_of(kind: type[R]) -> TypeAdapter[list[R]]:
    return TypeAdapter(list[kind])  # type: ignore[valid-type]


def _plain(value: Any) -> Any:
    # NaN and NaT differ from themselves; pandas asks the same of one value at a time, but slowly
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124
        return None
    if isinstance(value, pd.Timestamp):
        return value.date() if value.tzinfo is None else value.to_pydatetime()
    return value
