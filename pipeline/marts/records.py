"""Rows of a DataFrame as objects with names and types."""

from dataclasses import fields
from typing import Any, TypeVar

import pandas as pd

from pipeline.errors import OldSnapshotError

T = TypeVar("T")


def records(frame: pd.DataFrame, kind: type[T]) -> list[T]:
    """Every row as a `kind`, a dataclass; columns that it does not name are left out.

    What is missing is None, a timestamp without a zone is a date. Raises OldSnapshotError where a
    column that it names is not there.
    """
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    if lacking := [name for name in names if name not in frame]:
        raise OldSnapshotError(
            f"the snapshot lacks {', '.join(lacking)}: another version made it; start `vip-sla run`"
        )
    columns = [[_plain(value) for value in frame[name].tolist()] for name in names]
    return [kind(**dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True)]


def _plain(value: Any) -> Any:
    # NaN and NaT differ from themselves; pandas asks the same of one value at a time, but slowly
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124
        return None
    if isinstance(value, pd.Timestamp):
        return value.date() if value.tzinfo is None else value.to_pydatetime()
    return value
