"""An answer's rows with exact values, whatever types a query gives its columns.

A frame that pandas makes of them would lose some: days become moments, great whole numbers floats.
"""

import json
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from functools import singledispatch
from math import isfinite
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline.errors import VipSlaError

AS_TEXT: Mapping[str, str] = {
    "float": "cast(cast({} as varchar) as double)",  # 0.1 stays 0.1
    **dict.fromkeys(
        ("date", "time", "time with time zone", "interval", "blob", "bit", "uhugeint", "union"),
        "cast({} as varchar)",
    ),
}
"""What is written as DuckDB writes it: neither Arrow nor pandas has all the values of these types.

Parquet has the snapshot's own types.
"""


def as_frame(rows: pa.Table) -> pd.DataFrame:
    """The rows for CSV and tables, each value in its own type; what is nested as JSON."""
    for place, field in enumerate(rows.schema):
        if pa.types.is_nested(field.type):
            texts = [
                None if value is None else json.dumps(plain(value), ensure_ascii=False)
                for value in _values(rows.column(place))
            ]
            rows = rows.set_column(place, field.name, pa.array(texts, pa.string()))
    # pyarrow looks for a column's type by its name, which two may have
    numbered = rows.rename_columns([str(place) for place in range(rows.num_columns)])
    frame: pd.DataFrame = numbered.to_pandas(types_mapper=pd.ArrowDtype)
    return frame.set_axis(rows.column_names, axis="columns")


def as_records(rows: pa.Table) -> list[dict[str, Any]]:
    """The rows for JSON. Raises VipSlaError where two columns have one name."""
    names = rows.column_names
    if twice := {name for name in names if names.count(name) > 1}:
        raise VipSlaError(
            f"two columns are called {', '.join(sorted(twice))}, and a key of JSON is there once; "
            "name one of them otherwise, with `as`"
        )
    columns = [[plain(value) for value in _values(column)] for column in rows.columns]
    return [
        dict(zip(names, (column[place] for column in columns), strict=True))
        for place in range(len(rows))
    ]


def _values(column: pa.ChunkedArray) -> list[Any]:
    values: list[Any] = column.to_pylist(maps_as_pydicts="strict")
    return values


@singledispatch
def plain(value: object) -> Any:
    """A value as JSON has it: instants ISO 8601 with their offset, what is no number null."""
    return str(value)


@plain.register
def _(value: bool | int | str | None) -> Any:
    return value


@plain.register
def _(value: float) -> float | None:
    return value if isfinite(value) else None


@plain.register
def _(value: Decimal) -> int | float | str:
    """A number where JSON's readers, who take it for a double, lose none of its digits."""
    if value.as_tuple().exponent == 0:
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else str(value)


@plain.register
def _(value: date | time) -> str:
    return value.isoformat()


@plain.register
def _(value: bytes) -> str:
    return value.decode("ascii", "backslashreplace")


@plain.register
def _(value: list) -> list[Any]:  # type: ignore[type-arg]
    return [plain(each) for each in value]


@plain.register
def _(value: dict) -> dict[str, Any]:  # type: ignore[type-arg]
    return {str(key): plain(each) for key, each in value.items()}
