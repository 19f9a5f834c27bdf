"""A query's answer as a DataFrame."""

from typing import Any

import duckdb
import numpy as np
import pandas as pd

_ZONED = "timestamp with time zone"
_USUAL = {
    *("varchar", "boolean", "tinyint", "smallint", "integer", "bigint", "hugeint", "double"),
    *("decimal", "date", "timestamp", "interval", _ZONED),
}
"""Kinds of columns that nearly every answer is made of."""


def frame_of(answer: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What a session whose time zone is UTC answered, as DuckDB's own `df` makes it.

    That takes each column of instants out of the frame to put it back with its zone, and so takes
    longer than most queries.
    """
    kinds = [kind.id for _, kind, *_ in answer.description]
    if not _USUAL.issuperset(kinds):
        return answer.df()
    columns = zip(answer.fetchnumpy().items(), kinds, strict=True)
    return pd.DataFrame({name: _column(values, kind) for (name, values), kind in columns})


def _column(values: Any, kind: str) -> Any:
    """A column as pandas takes it; what is missing is masked, if anything is."""
    if kind == _ZONED:
        return pd.DatetimeIndex(np.ma.filled(values, np.datetime64("NaT")), tz="UTC")
    if not np.ma.is_masked(values):
        return np.ma.getdata(values)
    match values.dtype.kind:
        case "i" | "u":
            return pd.arrays.IntegerArray(values.data, values.mask)
        case "b":
            return pd.arrays.BooleanArray(values.data, values.mask)
        case "O":
            values.data[values.mask] = None
            return values.data
    return values
