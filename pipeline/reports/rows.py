"""Rows of a DataFrame as parts of a report's content."""

from typing import Any, TypeVar

import pandas as pd

from pipeline.reports.figures import Value

V = TypeVar("V", bound=Value)


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as plain values: what is missing is None."""
    columns = {str(name): [_plain(value) for value in frame[name].astype(object)] for name in frame}
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def value_of(row: dict[str, Any], kind: type[V]) -> V:
    """A row as a `kind`; columns that it does not name are left out."""
    return kind(**{name: row[name] for name in kind.model_fields if name in row})


def values_of(frame: pd.DataFrame, kind: type[V]) -> tuple[V, ...]:
    """Every row as a `kind`."""
    return tuple(value_of(row, kind) for row in plain_rows(frame))
