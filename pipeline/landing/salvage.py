"""The slow reader, for files that complain: line by line, saving every row that is good.

It writes what it finds as raw text into a Parquet file, so that good and bad rows then take the
same way as those of clean files. It streams: a file of any size needs the memory of one batch.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.landing.csv_records import (
    CsvHeader,
    DamagedRecordError,
    Lines,
    read_header,
    read_record,
)
from pipeline.landing.database import literal
from pipeline.landing.json_elements import Element, array_elements, cut_off, line_elements
from pipeline.landing.mapping import Found, Names
from pipeline.landing.plain import PlainFile
from pipeline.landing.readers import JsonLayout, RawRows

_BATCH = 20_000


@dataclass(frozen=True)
class SavedRow:
    """One row of a damaged file: its texts by header, or the reason why there are none."""

    line: int
    row_text: str
    texts: dict[str, str | None] | None
    broken: str | None = None


def salvage_csv(plain: PlainFile, names: Names, saved: Path) -> RawRows:
    """Every row of a damaged CSV file, written to `saved`. Raises UnreadableFileError."""
    lines = Lines(plain.path)
    header = read_header(lines, names)
    found = names.find(header.names, "required")
    columns = _save(_csv_rows(plain, lines, header, names), found.used, saved)
    return _raw_rows(saved, names, found, columns)


def salvage_json(
    plain: PlainFile, layout: JsonLayout, names: Names, saved: Path, *, has_more_behind: bool
) -> RawRows:
    """Every row of a damaged JSON file, written to `saved`. Raises UnreadableFileError.

    What an array `has_more_behind` it is no row.
    """

    def elements() -> Iterator[Element]:
        if layout == "newline_delimited":
            return line_elements(plain.path, plain.cut)
        return array_elements(
            plain.path,
            plain.cut,
            has_brackets=layout == "array",
            has_more_behind=has_more_behind,
        )

    # Read twice: which keys there are tells where the columns stand, as with a clean file.
    present = sorted({key for element in elements() for key in element.content or ()})
    found = names.find(present, "filled") if present else names.look_for(())
    columns = _save(map(_json_row, elements()), found.used, saved)
    return _raw_rows(saved, names, found, columns)


def _csv_rows(
    plain: PlainFile, lines: Lines, header: CsvHeader, names: Names
) -> Iterator[SavedRow]:
    is_free_text = header.is_free_text(names)
    last = header.line
    for number, line in lines:
        last = number
        is_whole = line.endswith((b"\n", b"\r"))
        if not line.strip():
            continue
        row_text = line.rstrip(b"\r\n").decode(errors="backslashreplace")
        if plain.cut and not is_whole:
            yield SavedRow(number, row_text, None, cut_off(plain.cut))
            return
        try:
            fields, row_text = read_record(line, lines, header.delimiter, is_free_text)
        except DamagedRecordError as error:
            yield SavedRow(number, row_text, None, str(error))
        else:
            yield SavedRow(number, row_text, dict(zip(header.names, fields, strict=True)))
    if plain.cut:
        yield SavedRow(last + 1, "", None, cut_off(plain.cut))


def _json_row(element: Element) -> SavedRow:
    if element.content is None:
        return SavedRow(element.number, element.text, None, element.broken)
    texts = {key: _as_text(value) for key, value in element.content.items()}
    return SavedRow(element.number, element.text, texts)


def _as_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _save(rows: Iterable[SavedRow], headers: Sequence[str], saved: Path) -> dict[str, str]:
    """Write the texts under these headers; tells in which column each is."""
    columns = {header: f"c{number}" for number, header in enumerate(headers)}
    text = pa.string()
    schema = pa.schema(
        [("line", pa.int64()), ("row_text", text), ("broken", text)]
        + [(column, text) for column in columns.values()]
    )
    with pq.ParquetWriter(saved, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            texts = [row.texts or {} for row in batch]
            writer.write_table(
                pa.table(
                    [
                        [row.line for row in batch],
                        [row.row_text for row in batch],
                        [row.broken for row in batch],
                        *([found.get(header) for found in texts] for header in headers),
                    ],
                    schema=schema,
                )
            )
    return columns


def _raw_rows(saved: Path, names: Names, found: Found, columns: Mapping[str, str]) -> RawRows:
    texts, contradiction = names.texts(found, columns)
    return RawRows(
        scan=f"read_parquet({literal(saved)})",
        texts=texts,
        row_text="row_text",
        first_row=1,
        broken=f"coalesce(broken, {contradiction})",
        line="line",
        absent=found.absent,
    )


def _batches(rows: Iterable[SavedRow]) -> Iterator[list[SavedRow]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
