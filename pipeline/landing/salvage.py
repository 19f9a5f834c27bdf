"""The slow reader, for files that complain: line by line, saving every row that is good.

It writes what it finds as raw text into a Parquet file, so that good and bad rows then take the
same way as those of clean files. It streams: a file of any size needs the memory of one batch, and
of one row of 64 MB at most, which is what its longest may have: some 500 MB in the worst case.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.landing.csv_count import count_lines
from pipeline.landing.csv_records import (
    REPEATED,
    CsvHeader,
    DamagedRecordError,
    Lines,
    read_header,
    read_record,
    shown,
)
from pipeline.landing.files import UnreadableFileError
from pipeline.landing.json_elements import Element, array_elements, cut_off, line_elements
from pipeline.landing.last_value import last_value
from pipeline.landing.mapping import Found, Names
from pipeline.landing.plain import PlainFile
from pipeline.landing.raw_rows import RawRows
from pipeline.landing.readers import JsonLayout
from pipeline.quoted import file_literal

_MOST_ROWS = 20_000  # in memory at once
_MOST_CHARACTERS = 32 << 20


@dataclass(frozen=True)
class SavedRow:
    """One row of a damaged file: its texts by header, or the reason why there are none."""

    line: int
    row_text: str
    texts: Mapping[str, str | None] | None
    broken: str | None = None


def salvage_csv(plain: PlainFile, names: Names, saved: Path) -> RawRows:
    """Every row of a damaged CSV file, written to `saved`. Raises UnreadableFileError."""
    lines = Lines(plain.path)
    header = read_header(lines, names)
    found = names.find(header.names, "required")
    columns = _save(_csv_rows(plain, lines, header, names), found.used, saved)
    if lines.used != count_lines(plain.path) and not plain.cut:
        raise UnreadableFileError(
            f"has {count_lines(plain.path)} lines, and {lines.used} were read; export it again"
        )
    last = None if plain.cut else last_value(plain.path, header, found)
    return replace(_raw_rows(saved, names, found, columns), last=last)


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


def salvage_parquet(path: Path, saved: Path) -> None:
    """The same file with its texts as bytes, of which each may be no text. Raises ArrowException.

    So one value that is not UTF-8 spoils its own row alone.
    """
    with pq.ParquetFile(path) as file:
        fields = [_as_bytes(field) for field in file.schema_arrow]
        schema = pa.schema(fields)
        with pq.ParquetWriter(saved, schema, compression="zstd", store_schema=False) as writer:
            for batch in file.iter_batches(_MOST_ROWS):
                columns = [
                    column.cast(field.type)
                    for column, field in zip(batch.columns, fields, strict=True)
                ]
                writer.write_batch(pa.record_batch(columns, schema=schema))


def _as_bytes(field: pa.Field) -> pa.Field:
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    return field.with_type(pa.binary() if is_text else kind)


def _csv_rows(
    plain: PlainFile, lines: Lines, header: CsvHeader, names: Names
) -> Iterator[SavedRow]:
    is_free_text, naming = header.is_free_text(names), header.naming(names)
    last = header.line
    for number, line in lines:
        last = number
        if not line.strip():
            continue
        if plain.cut and lines.are_cut_off:
            yield SavedRow(number, shown(line), None, cut_off(plain.cut))
            return
        try:
            fields, row_text = read_record(line, lines, header.delimiter, is_free_text)
        except DamagedRecordError as error:
            yield SavedRow(number, shown(line), None, str(error))
        else:
            if plain.cut and lines.are_cut_off:  # in a later line of the record
                yield SavedRow(number, row_text, None, cut_off(plain.cut))
                return
            repeated = REPEATED if header.is_named_by(fields, naming) else None
            texts = dict(zip(header.names, fields, strict=True))
            yield SavedRow(number, row_text, texts, repeated)
    if plain.cut:
        yield SavedRow(last + 1, "", None, cut_off(plain.cut))


def _json_row(element: Element) -> SavedRow:
    return SavedRow(element.number, element.text, element.content, element.broken)


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
        scan=f"read_parquet({file_literal(saved)})",
        texts=texts,
        row_text="row_text",
        first_row=1,
        broken=f"coalesce(broken, {contradiction})",
        line="line",
        absent=found.absent,
    )


def _batches(rows: Iterable[SavedRow]) -> Iterator[list[SavedRow]]:
    batch: list[SavedRow] = []
    characters = 0
    for row in rows:
        batch.append(row)
        characters += sum(len(text) for text in (row.texts or {}).values() if text)
        if len(batch) >= _MOST_ROWS or characters > _MOST_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
