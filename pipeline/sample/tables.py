"""Tables made of columns of text, written a million rows at a time as CSV, NDJSON or Parquet.

CSV and NDJSON are joined here, column by column, and not by a library's writer: their bytes then
depend on nothing but the rows, whatever the versions.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.sample.arrays import Codes, Ints

Format = Literal["csv", "ndjson", "parquet"]
ROWS_AT_ONCE = 1_000_000
DAY = 86400
SPECIAL_IN_CSV = '[",\r\n]'


@dataclass(frozen=True)
class Coded:
    """A column that picks a text by number, per row. An empty text is an empty field."""

    texts: Any
    """A list of texts, or an Arrow array of them."""
    rows: Ints | Codes


@dataclass(frozen=True)
class Numbered:
    """A column of whole numbers that are names: ids."""

    rows: Ints | Codes


@dataclass(frozen=True)
class Moments:
    """A column of UTC seconds, written as ISO text with Z."""

    rows: Ints | Codes


Column = Coded | Numbered | Moments
Table = Mapping[str, Column]


def from_rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A small table from rows of texts."""
    every = np.arange(len(rows), dtype=np.int64)
    return {name: Coded([row[at] for row in rows], every) for at, name in enumerate(header)}


def row_count(table: Table) -> int:
    """How many rows a table has."""
    return len(next(iter(table.values())).rows)


def parts(table: Table, rows: int) -> Iterator[Table]:
    """A table cut into pieces of at most so many rows; an empty one is one empty piece."""
    for start in range(0, max(row_count(table), 1), rows):
        yield {
            name: replace(column, rows=column.rows[start : start + rows])
            for name, column in table.items()
        }


def write(table: Table, path: Path, form: Format) -> None:
    """Write a table into a new file."""
    match form:
        case "csv":
            _write_csv(table, path)
        case "ndjson":
            _write_ndjson(table, path)
        case "parquet":
            _write_parquet(table, path)


def _write_csv(table: Table, path: Path) -> None:
    ready = {name: _with_texts(column, _quoted_for_csv) for name, column in table.items()}
    with path.open("wb") as file:
        file.write((",".join(table) + "\n").encode())
        for block in parts(ready, ROWS_AT_ONCE):
            pieces: list[Any] = []
            for column in block.values():
                pieces += [_texts(column), ","]
            file.write(_joined([*pieces[:-1], "\n"]))


def _write_ndjson(table: Table, path: Path) -> None:
    ready = {name: _with_texts(column, _quoted_for_json) for name, column in table.items()}
    with path.open("wb") as file:
        for block in parts(ready, ROWS_AT_ONCE):
            pieces: list[Any] = []
            for name, column in block.items():
                quote = "" if isinstance(column, Coded) else '"'
                key = ("," if pieces else "{") + json.dumps(name) + ":" + quote
                pieces += [key, _texts(column), quote]
            file.write(_joined([*pieces, "}\n"]))


def _write_parquet(table: Table, path: Path) -> None:
    schema = pa.schema(
        (name, pa.timestamp("ms", "UTC") if isinstance(column, Moments) else pa.string())
        for name, column in table.items()
    )
    ready = {name: _with_texts(column, _null_if_empty) for name, column in table.items()}
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        for block in parts(ready, ROWS_AT_ONCE):
            arrays = [
                pa.array(column.rows * 1000, pa.timestamp("ms", "UTC"))
                if isinstance(column, Moments)
                else _texts(column)
                for column in block.values()
            ]
            file.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _with_texts(column: Column, change: Any) -> Column:
    """The column with its distinct texts changed: far fewer than its rows."""
    if isinstance(column, Coded):
        return Coded(change(pa.array(column.texts, pa.string())), column.rows)
    return column


def _quoted_for_csv(texts: Any) -> Any:
    is_special = pc.match_substring_regex(texts, SPECIAL_IN_CSV)
    doubled = pc.replace_substring(texts, '"', '""')
    return pc.if_else(is_special, pc.binary_join_element_wise('"', doubled, '"', ""), texts)


def _quoted_for_json(texts: Any) -> Any:
    quoted = [
        json.dumps(text, ensure_ascii=False) if text else "null" for text in texts.to_pylist()
    ]
    return pa.array(quoted, pa.string())


def _null_if_empty(texts: Any) -> Any:
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _texts(column: Column) -> Any:
    """The column as an Arrow array of texts."""
    match column:
        case Coded(texts, rows):
            return texts.take(pa.array(rows))
        case Numbered(rows):
            return pa.array(rows).cast(pa.string())
        case Moments(rows):
            return _iso_texts(rows)


def _iso_texts(seconds: Ints | Codes) -> Any:
    """ISO texts by look-up: there are few days, and few seconds in a day."""
    if not len(seconds):
        return pa.array([], pa.string())
    days, first = seconds // DAY, int(seconds.min()) // DAY
    every_day = np.arange(first, int(days.max()) + 1).astype("datetime64[D]").astype(str)
    every_second = np.arange(DAY).astype("datetime64[s]").astype(str)
    day_texts = pa.array(every_day, pa.string()).take(pa.array(days - first))
    clock_texts = pa.array(every_second, pa.string()).take(pa.array(seconds % DAY))
    clock_texts = pc.utf8_slice_codeunits(clock_texts, 10)
    return pc.binary_join_element_wise(day_texts, clock_texts, "Z", "")


def _joined(pieces: list[Any]) -> Any:
    """The bytes of all rows: joined texts lie one behind the other in memory, as in a file."""
    rows = pc.binary_join_element_wise(*pieces, "")
    size = pc.sum(pc.binary_length(rows)).as_py() or 0
    return rows.buffers()[2][:size]
