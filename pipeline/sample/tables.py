"""Tables made of columns of text, written a million rows at a time as CSV, NDJSON or Parquet.

A text that is empty, or null, is an empty field. CSV and NDJSON are joined here, column by column,
and not by a library's writer: their bytes then depend on nothing but the rows, whatever the
versions.
"""

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import partial
from io import BufferedWriter
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.sample.chance import Codes, Ints
from pipeline.sample.timeline import wall_seconds

Format = Literal["csv", "ndjson", "ndjson.gz", "parquet"]
ROWS_AT_ONCE = 1_000_000
DAY = 86400
SPECIAL_IN_CSV = '[",\r\n]'
SPECIAL_IN_JSON = r'["\\[:cntrl:]]'


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


@dataclass(frozen=True)
class WallTimes:
    """A column of UTC seconds, written as `2026-10-30 02:40:00` on a zone's wall clock.

    A negative number is an empty field.
    """

    rows: Ints | Codes
    time_zone: str


@dataclass(frozen=True)
class Made:
    """A column whose texts are made from its numbers a block at a time: too many to keep."""

    make: Callable[[Any], Any]
    """From an array of `rows` to an Arrow array of texts."""
    rows: Ints | Codes


@dataclass(frozen=True)
class Nested:
    """The same, of texts that are JSON."""

    make: Callable[[Any], Any]
    rows: Ints | Codes


Column = Coded | Numbered | Moments | WallTimes | Made | Nested
Table = dict[str, Column]


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


def write(table: Table, path: Path, form: Format, *, is_sparse: bool = False) -> None:
    """Write a table into a new file. A sparse one's JSON lacks the keys of empty fields.

    The first column of a sparse table has no empty field.
    """
    match form:
        case "csv":
            _write_csv(table, path)
        case "ndjson" | "ndjson.gz":
            _write_ndjson(table, path, is_sparse)
        case "parquet":
            _write_parquet(table, path)


def _write_csv(table: Table, path: Path) -> None:
    ready = {name: _with_texts(column, _quoted_for_csv) for name, column in table.items()}
    with path.open("wb") as file:
        file.write((",".join(table) + "\n").encode())
        for block in parts(ready, ROWS_AT_ONCE):
            pieces: list[Any] = []
            for column in block.values():
                texts = _texts(column)
                pieces += [_quoted_for_csv(texts) if isinstance(column, Nested) else texts, ","]
            file.write(_joined([*pieces[:-1], "\n"], empty=""))


def _write_ndjson(table: Table, path: Path, is_sparse: bool) -> None:
    ready = {name: _with_texts(column, _quoted_for_json) for name, column in table.items()}
    with _opened(path) as file:
        for block in parts(ready, ROWS_AT_ONCE):
            pieces: list[Any] = []
            for name, column in block.items():
                quote = "" if isinstance(column, Coded | Nested) else '"'
                key = ("," if pieces else "{") + json.dumps(name) + ":" + quote
                texts = _texts(column)
                if is_sparse and texts.null_count:
                    # Null where the text is, so that the key goes with it.
                    pieces.append(pc.binary_join_element_wise(key, texts, quote, ""))
                else:
                    pieces += [key, texts, quote]
            file.write(_joined([*pieces, "}\n"], empty="" if is_sparse else "null"))


@contextmanager
def _opened(path: Path) -> Iterator[BufferedWriter | gzip.GzipFile]:
    """A new file, compressed if its name says so; neither name nor time are in its bytes."""
    with path.open("wb") as file:
        if path.suffix != ".gz":
            yield file
            return
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as zipped:
            yield zipped


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
    texts = _null_if_empty(texts)
    if not pc.any(pc.match_substring_regex(texts, SPECIAL_IN_JSON)).as_py():
        return pc.binary_join_element_wise('"', texts, '"', "")
    quoted = [text and json.dumps(text, ensure_ascii=False) for text in texts.to_pylist()]
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
            return _iso_texts(rows, "T", "Z")
        case WallTimes(rows, time_zone):
            return wall_texts(rows, time_zone)
        case Made(make, rows) | Nested(make, rows):
            return make(rows)


def wall_texts(moments: Ints | Codes, time_zone: str) -> Any:
    """What a wall clock shows at UTC seconds, as an Arrow array; null at negative ones."""
    is_told = moments >= 0
    told = _iso_texts(wall_seconds(moments[is_told], time_zone), " ", "")
    if is_told.all():
        return told
    return told.take(pa.array(np.cumsum(is_told) - 1, mask=~is_told))


def _iso_texts(seconds: Ints | Codes, middle: str, zone: str) -> Any:
    """ISO texts by look-up: there are few days, and few seconds in a day."""
    if not len(seconds):
        return pa.array([], pa.string())
    days, first = seconds // DAY, int(seconds.min()) // DAY
    every_day = np.arange(first, int(days.max()) + 1).astype("datetime64[D]").astype(str)
    every_second = np.arange(DAY).astype("datetime64[s]").astype(str)
    day_texts = pa.array(every_day, pa.string()).take(pa.array(days - first))
    clock_texts = pa.array(every_second, pa.string()).take(pa.array(seconds % DAY))
    clock_texts = pc.utf8_slice_codeunits(clock_texts, 11)
    return pc.binary_join_element_wise(day_texts, middle, clock_texts, zone, "")


def _joined(pieces: list[Any], empty: str) -> Any:
    """The bytes of all rows: joined texts lie one behind the other in memory, as in a file."""
    rows = pc.binary_join_element_wise(*pieces, "", null_handling="replace", null_replacement=empty)
    size = pc.sum(pc.binary_length(rows)).as_py() or 0
    return rows.buffers()[2][:size]


SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
PAIRS = tuple(first + second for first in SIGNS for second in SIGNS)
PAIRS_OF_AN_ID = 4
IDS = len(PAIRS) ** PAIRS_OF_AN_ID
# Shares no factor with IDS, so every number gets an id of its own.
STRIDE = 1_299_709_001


class Series(IntEnum):
    """What has ids: the same number in two series has two ids."""

    TICKET = 0
    HISTORY = 1
    GROUP = 2
    CALL = 3


def scattered_ids(series: Series, numbers: Ints | Codes) -> Any:
    """The ids of whole numbers, as an Arrow array. The same number always has the same."""
    pairs = pa.array(PAIRS)
    rest = ((numbers.astype(np.int64) * len(Series) + series) * STRIDE) % IDS
    pieces = []
    for _ in range(PAIRS_OF_AN_ID):
        pieces.append(pairs.take(pa.array(rest % len(PAIRS))))
        rest //= len(PAIRS)
    return pc.binary_join_element_wise(*pieces, "")


def made_ids(series: Series, numbers: Ints | Codes) -> Made:
    """A column of them."""
    return Made(partial(scattered_ids, series), numbers)
