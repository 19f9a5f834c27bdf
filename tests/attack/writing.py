"""The desk's rows as files: every format, delimiter, line end and layout that landing takes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from tests.attack.desk import REQUIRED, TABLES, Cell, Record, Table, record

Kind = Literal["csv", "lines", "json", "parquet"]


@dataclass(frozen=True)
class Piece:
    """A part of a file: a record as it is written, or what stands between records."""

    text: bytes
    record: Record | None = None


@dataclass(frozen=True)
class Export:
    """A whole, good file of one table."""

    table: Table
    kind: Kind
    ending: str
    pieces: tuple[Piece, ...]  # none of Parquet
    records: tuple[Record, ...]
    delimiter: str = ","
    line_end: bytes = b"\n"

    @property
    def content(self) -> bytes:
        """Text that is not compressed; Parquet writes itself."""
        return b"".join(piece.text for piece in self.pieces)

    @property
    def header(self) -> bytes:
        """The header of a CSV file, without its line end."""
        return self.pieces[0].text.rstrip(b"\r\n") if self.kind == "csv" else b""


def export(luck: Random, kind: Kind | None = None) -> Export:
    """Some rows of some table, as some file."""
    table = luck.choice(TABLES)
    without = frozenset(
        column.name
        for column in table.columns
        if column.name not in REQUIRED[table.name] and luck.random() < 0.15
    )
    records = [record(luck, table, without) for _ in range(luck.choice((1, 2, 3, 5, 9, 20)))]
    return export_of(luck, table, records, kind)


def export_of(
    luck: Random, table: Table, rows: Iterable[Record], kind: Kind | None = None
) -> Export:
    """These rows, at least one, as some file; columns in any order, perhaps one more."""
    records = tuple(rows)
    chosen = kind or luck.choices(("csv", "lines", "json", "parquet"), (5, 3, 3, 1))[0]
    columns = list(records[0].cells)
    luck.shuffle(columns)
    if luck.random() < 0.3:
        columns.insert(luck.randrange(len(columns) + 1), "x_extra")
    match chosen:
        case "csv":
            return _csv(luck, table, columns, records)
        case "lines":
            pieces = [
                piece for it in records for piece in (Piece(_json(luck, it), it), Piece(b"\n"))
            ]
            ending = luck.choice(("ndjson", "jsonl"))
            return Export(table, "lines", ending, tuple(pieces), records)
        case "json":
            return _array(luck, table, records)
        case _:
            return Export(table, "parquet", "parquet", (), records)


def _csv(luck: Random, table: Table, columns: list[str], records: tuple[Record, ...]) -> Export:
    delimiter = luck.choice((",", ",", ";", "\t"))
    line_end = luck.choice((b"\n", b"\n", b"\r\n"))
    quoting = luck.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))

    def line(cells: list[Any]) -> bytes:
        output = io.StringIO()
        csv.writer(output, delimiter=delimiter, quoting=quoting).writerow(cells)
        return output.getvalue().removesuffix("\r\n").encode()

    pieces = [Piece(line(columns) + line_end)]
    for it in records:
        cells = [_extra(luck) if c == "x_extra" else _text(it.cells[c]) for c in columns]
        pieces += [Piece(line(cells), it), Piece(line_end)]
    if luck.random() < 0.2:
        pieces.pop()
    return Export(table, "csv", "csv", tuple(pieces), records, delimiter, line_end)


def _array(luck: Random, table: Table, records: tuple[Record, ...]) -> Export:
    """An array on one line, a line each, pretty or inside an object; or objects in a row."""
    layout = luck.choice(("one line", "line each", "pretty", "pretty", "wrapped", "objects"))
    indent = "  " if layout == "pretty" else ""
    between = {"one line": b", ", "objects": b"\n"}.get(layout, b",\n")
    pieces: list[Piece] = []
    begin, end = {
        "one line": (b"[", b"]"),
        "wrapped": (b'{"data": [\n', b'\n], "total": 3}\n'),
        "objects": (b"", b""),
    }.get(layout, (b"[\n", b"\n]\n"))
    pieces.append(Piece(begin))
    for number, it in enumerate(records):
        if number:
            pieces.append(Piece(between))
        text = _json(luck, it, 2 if layout == "pretty" else None)
        pieces += [Piece(indent.encode()), Piece(text.replace(b"\n", b"\n" + indent.encode()), it)]
    pieces.append(Piece(end))
    return Export(table, "json", "json", tuple(pieces), records)


def _json(luck: Random, it: Record, indent: int | None = None) -> bytes:
    """An object; what is empty may be absent or null, what is extra may be nested."""
    found: dict[str, Any] = {
        name: cell for name, cell in it.cells.items() if cell is not None or luck.random() < 0.3
    }
    if luck.random() < 0.3:
        found["x_extra"] = _extra(luck) if luck.random() < 0.5 else {"a": [1, {"b": None}], "": ""}
    if luck.random() < 0.3:
        found = dict(luck.sample(list(found.items()), len(found)))
    return json.dumps(found, ensure_ascii=luck.random() < 0.3, indent=indent).encode()


def parquet_bytes(luck: Random, made: Export) -> bytes:
    """The export as Parquet: typed here and there, columns in any order."""
    names = list(made.records[0].cells)
    luck.shuffle(names)
    columns = {name: [it.cells[name] for it in made.records] for name in names}
    table = pa.table(
        {
            name: pa.array(cells, pa.string())
            if all(cell is None or isinstance(cell, str) for cell in cells)
            else pa.array(cells)
            for name, cells in columns.items()
        }
    )
    sink = io.BytesIO()
    pq.write_table(table, sink, compression=luck.choice(("snappy", "zstd", "none")))
    return sink.getvalue()


def _extra(luck: Random) -> str:
    return luck.choice(("", "egal", "a b", "1,5"))


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "" if cell is None else str(cell)
