"""The slow reader, for files that complain: line by line, saving every row that is good.

It writes what it finds as raw text into a Parquet file, so that good and bad rows then take the
same way as those of clean files. It streams: a file of any size needs the memory of one batch.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.landing.csv_records import DamagedRecordError, Lines, read_header, read_record
from pipeline.landing.database import literal
from pipeline.landing.entities import Entity
from pipeline.landing.json_elements import Element, array_elements, cut_off, line_elements
from pipeline.landing.plain import PlainFile
from pipeline.landing.readers import CONTRADICTION, JsonLayout, RawRows, require

_BATCH = 20_000


@dataclass(frozen=True)
class SavedRow:
    """One row of a damaged file: its texts by column, or the reason why there are none."""

    line: int
    row_text: str
    texts: dict[str, str | None] | None
    broken: str | None = None


def salvage_csv(plain: PlainFile, entity: Entity, saved: Path) -> RawRows:
    """Every row of a damaged CSV file, written to `saved`. Raises UnreadableFileError."""
    return _save(_csv_rows(plain, entity), entity, saved)


def salvage_json(plain: PlainFile, layout: JsonLayout, entity: Entity, saved: Path) -> RawRows:
    """Every row of a damaged JSON file, written to `saved`."""
    elements = (
        line_elements(plain.path, plain.cut)
        if layout == "newline_delimited"
        else array_elements(plain.path, plain.cut, has_brackets=layout == "array")
    )
    declared = _Declared(entity)
    return _save((_json_row(element, declared) for element in elements), entity, saved)


def _csv_rows(plain: PlainFile, entity: Entity) -> Iterator[SavedRow]:
    lines = Lines(plain.path)
    header = read_header(lines, entity)
    require(entity, header.names, "required")
    is_free_text = header.is_free_text(entity)
    declared = _Declared(entity)
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
            found = dict(zip(header.names, fields, strict=True))
            yield SavedRow(number, row_text, *declared.texts(found))
    if plain.cut:
        yield SavedRow(last + 1, "", None, cut_off(plain.cut))


def _json_row(element: Element, declared: "_Declared") -> SavedRow:
    if element.content is None:
        return SavedRow(element.number, element.text, None, element.broken)
    found = {key: _as_text(value) for key, value in element.content.items()}
    return SavedRow(element.number, element.text, *declared.texts(found))


@dataclass
class _Declared:
    """From the names in a file to the declared columns, as `readers.declared_texts` does."""

    entity: Entity
    _spellings: dict[tuple[str, ...], dict[str, list[str]]] = field(default_factory=dict)

    def texts(
        self, found: Mapping[str, str | None]
    ) -> tuple[dict[str, str | None] | None, str | None]:
        """Texts by declared column, or None and why the row contradicts itself."""
        names = tuple(found)
        if names not in self._spellings:
            self._spellings[names] = self.entity.spellings(names)
        texts: dict[str, str | None] = {}
        for column, spelled in self._spellings[names].items():
            if len(spelled) == 1:
                texts[column] = found[spelled[0]]
                continue
            filled = [(name, text) for name in spelled if (text := (found[name] or "").strip(" "))]
            texts[column] = filled[0][1] if filled else None
            for name, text in filled[1:]:
                if text != filled[0][1]:
                    says = f'says {column} "{filled[0][1][:60]}" and {name} "{text[:60]}'
                    return None, says + CONTRADICTION
        return texts, None


def _as_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _save(rows: Iterable[SavedRow], entity: Entity, saved: Path) -> RawRows:
    names = [column.name for column in entity.columns]
    columns = {name: f"c{number}" for number, name in enumerate(names)}
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
                        *([found.get(name) for found in texts] for name in names),
                    ],
                    schema=schema,
                )
            )
    return RawRows(
        scan=f"read_parquet({literal(saved)})",
        texts=columns,
        row_text="row_text",
        first_row=1,
        broken="broken",
        line="line",
    )


def _batches(rows: Iterable[SavedRow]) -> Iterator[list[SavedRow]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
