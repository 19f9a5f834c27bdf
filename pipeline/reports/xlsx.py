"""A told report as a workbook: a sheet a table, values in their own form, text never a formula."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from textwrap import wrap
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipeline.reports.document import Cell, Column, Document, Kind, Raw, Row, Table
from pipeline.reports.telling.teller import NOTHING
from pipeline.reports.xlsx_cover import write_cover
from pipeline.reports.xlsx_plot import add_plot
from pipeline.spreadsheets import (
    COUNT,
    DAY,
    DAY_SECONDS,
    DURATION,
    LONGEST_TEXT,
    MOMENT,
    MONEY,
    MONTH,
    PERCENT,
    SAFE,
    sheet_names,
)
from pipeline.wording.catalogues import Wording

_WIDEST, _NARROWEST = 60, 9
_LINE_POINTS = 15
"""The height of a row of one line. Not every program finds out itself how many a text takes."""

FORMATS: Mapping[Kind, str] = {
    "count": COUNT,
    "share": PERCENT,
    "duration": DURATION,
    "moment": MOMENT,
    "day": DAY,
    "month": MONTH,
    "money": MONEY,
}
"""How each kind of column is written."""


@dataclass(frozen=True)
class Shown:
    """A column of a sheet: its header, and its cell of each row."""

    label: str
    kind: Kind
    cells: tuple[Cell, ...]


def xlsx_bytes(document: Document) -> bytes:
    """The document's tables, after a sheet with its message; the same bytes each time."""
    file = io.BytesIO()
    say, zone = Wording(document.language), ZoneInfo(document.time_zone)
    with xlsxwriter.Workbook(file, SAFE) as workbook:
        workbook.set_properties(
            {
                "title": document.name,
                "created": document.dated_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        formats = _formats(workbook)
        names = sheet_names(
            [document.overview, *(each.sheet or each.name for each in document.tables)]
        )
        write_cover(workbook.add_worksheet(names[0]), document, formats)
        for place, (name, table) in enumerate(zip(names[1:], document.tables, strict=True), 1):
            sheet, columns = workbook.add_worksheet(name), list(_columns(table, zone, say))
            _fill(sheet, columns, len(table.rows), zone, formats, place)
            add_plot(workbook, sheet, table, [(each.kind, each.cells) for each in columns])
    return file.getvalue()


def _formats(workbook: xlsxwriter.Workbook) -> Mapping[str, Any]:
    formats: dict[str, Any] = {
        kind: workbook.add_format({"num_format": pattern, "valign": "top", "align": "right"})
        for kind, pattern in FORMATS.items()
    }
    formats["text"] = workbook.add_format({"valign": "top", "text_wrap": True})
    formats["head"] = workbook.add_format({"bold": True, "valign": "top", "text_wrap": True})
    formats["title"] = workbook.add_format({"bold": True, "font_size": 16})
    formats["strong"] = workbook.add_format({"bold": True})
    return formats


def _fill(
    sheet: Worksheet,
    columns: list[Shown],
    row_count: int,
    zone: ZoneInfo,
    formats: Mapping[str, Any],
    place: int,
) -> None:
    lines_of = [1] * (row_count + 1)
    for at, column in enumerate(columns):
        width = _width(column)
        sheet.set_column(at, at, width)
        for line, cell in enumerate(column.cells, 1):
            _write(sheet, line, at, cell.kind or column.kind, cell, zone, formats)
            if column.kind == "text":
                lines_of[line] = max(lines_of[line], len(wrap(cell.text, width - 2)))
    for line, count in enumerate(lines_of):
        if count > 1:
            sheet.set_row(line, count * _LINE_POINTS)
    sheet.add_table(
        0,
        0,
        max(row_count, 1),
        len(columns) - 1,
        {
            "name": f"Table{place}",
            "style": "Table Style Light 1",
            "columns": [
                {"header": column.label, "header_format": formats["head"]} for column in columns
            ],
        },
    )
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _width(column: Shown) -> int:
    """In characters."""
    widest = max((len(cell.text) for cell in column.cells[:500]), default=0)
    if column.kind in {"moment", "duration"}:
        widest = 19
    return min(max(widest, len(column.label), _NARROWEST) + 2, _WIDEST)


def _columns(table: Table, zone: ZoneInfo, say: Wording) -> Iterator[Shown]:
    """Columns with their headers: moments name the zone, no header stands twice."""
    seen: dict[str, int] = {}
    for column in _every_column(table, say):
        label = f"{column.label} ({zone.key})" if column.kind == "moment" else column.label
        seen[label.casefold()] = seen.get(label.casefold(), 0) + 1
        number = seen[label.casefold()]
        yield Shown(label if number == 1 else f"{label} {number}", column.kind, column.cells)


def _every_column(table: Table, say: Wording) -> Iterator[Shown]:
    """The table's own, behind a share what it is of, and the notes."""
    for at, column in enumerate(table.columns):
        cells = tuple(_cell(row, at) for row in table.rows)
        yield Shown(column.label, column.kind, cells)
        if _needs_counts(column, cells):
            for name in ("part", "whole"):
                label = say(f"sheet.{name}", label=column.label)
                yield Shown(label, "count", tuple(_count(cell, name) for cell in cells))
    if table.note_label:
        yield Shown(table.note_label, "text", tuple(Cell(row.note) for row in table.rows))


def _needs_counts(column: Column, cells: tuple[Cell, ...]) -> bool:
    return not column.is_counted and any(cell.of for cell in cells)


def _count(cell: Cell, name: str) -> Cell:
    return Cell("", getattr(cell.of, name)) if cell.of else Cell("")


def _cell(row: Row, at: int) -> Cell:
    return row.cells[at] if at < len(row.cells) else Cell("")


def _write(
    sheet: Worksheet,
    line: int,
    at: int,
    kind: Kind,
    cell: Cell,
    zone: ZoneInfo,
    formats: Mapping[str, Any],
) -> None:
    value = _value(cell.value, kind, zone)
    if isinstance(value, datetime | date):
        sheet.write_datetime(line, at, value, formats[kind])
    elif isinstance(value, int | float):
        sheet.write_number(line, at, value, formats[kind])
    elif cell.value is None and kind != "share" and cell.text != NOTHING:
        text = cell.text if len(cell.text) <= LONGEST_TEXT else cell.text[: LONGEST_TEXT - 1] + "…"
        sheet.write_string(line, at, text, formats["text"])


def _value(value: Raw, kind: Kind, zone: ZoneInfo) -> Raw:
    """The value as a spreadsheet knows it."""
    if kind == "duration" and isinstance(value, int | float):
        return value / DAY_SECONDS
    return value.astimezone(zone).replace(tzinfo=None) if isinstance(value, datetime) else value
