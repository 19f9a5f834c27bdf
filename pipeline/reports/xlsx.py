"""A told report as a workbook: a sheet a table, values in their own form, text never a formula."""

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipeline.reports.document import Cell, Column, Document, Kind, Raw, Row, Table
from pipeline.reports.telling.teller import NOTHING
from pipeline.spreadsheets import LONGEST_TEXT, SAFE, sheet_names

DAY_SECONDS = 86_400
_WIDEST, _NARROWEST = 60, 9

FORMATS: Mapping[Kind, str] = {
    "count": "#,##0",
    "share": "0.0%",
    "duration": "[h]:mm:ss",
    "moment": "yyyy-mm-dd hh:mm:ss",
    "day": "yyyy-mm-dd",
    "money": "#,##0.00",
}
"""How each kind of column is written: durations as hours, minutes and seconds that add up."""


def xlsx_bytes(document: Document) -> bytes:
    """The document's tables, after a sheet with its message; the same bytes each time."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as workbook:
        workbook.set_properties(
            {
                "title": document.name,
                "created": document.dated_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        formats: dict[str, Any] = {
            kind: workbook.add_format({"num_format": pattern, "valign": "top", "align": "right"})
            for kind, pattern in FORMATS.items()
        }
        formats["text"] = workbook.add_format({"valign": "top", "text_wrap": True})
        formats["head"] = workbook.add_format({"bold": True, "valign": "top", "text_wrap": True})
        formats["title"] = workbook.add_format({"bold": True, "font_size": 16})
        names = sheet_names([document.kicker, *(table.name for table in document.tables)])
        _message(workbook.add_worksheet(names[0]), document, formats)
        for place, (name, table) in enumerate(zip(names[1:], document.tables, strict=True), 1):
            _sheet(workbook.add_worksheet(name), table, document.time_zone, formats, place)
    return file.getvalue()


def _message(sheet: Worksheet, document: Document, formats: Mapping[str, Any]) -> None:
    above = [document.kicker, document.title, *document.alarms, document.warning]
    lines = [*above, document.headline, *document.notes]
    for row, text in enumerate(text for text in lines if text):
        sheet.write_string(row, 0, text, formats["title"] if text == document.title else None)
    first = len(lines) + 1
    for row, fact in enumerate(document.figures, first):
        for column, text in enumerate((fact.name, fact.value, fact.under)):
            sheet.write_string(row, column, text, formats["head"] if column == 1 else None)
    sheet.write_string(first + len(document.figures) + 1, 0, document.foot)
    sheet.set_column(0, 2, 28)


def _sheet(
    sheet: Worksheet, table: Table, time_zone: str, formats: Mapping[str, Any], place: int
) -> None:
    columns = list(_columns(table, time_zone))
    for at, (column, label) in enumerate(columns):
        cells = [_cell(row, at, table) for row in table.rows]
        for line, cell in enumerate(cells, 1):
            _write(sheet, line, at, column.kind, cell, ZoneInfo(time_zone), formats)
        widest = max((len(cell.text) for cell in cells[:500]), default=0)
        if column.kind in {"moment", "duration"}:
            widest = 19
        sheet.set_column(at, at, min(max(widest, len(label), _NARROWEST) + 2, _WIDEST))
    sheet.add_table(
        0,
        0,
        max(len(table.rows), 1),
        len(columns) - 1,
        {
            "name": f"Table{place}",
            "style": "Table Style Light 1",
            "columns": [
                {"header": label, "header_format": formats["head"]} for _, label in columns
            ],
        },
    )
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _columns(table: Table, time_zone: str) -> Iterator[tuple[Column, str]]:
    """Columns with their headers: moments name the zone, no header stands twice."""
    seen: dict[str, int] = {}
    noted = (Column(table.note_label),) if table.note_label else ()
    for column in (*table.columns, *noted):
        label = f"{column.label} ({time_zone})" if column.kind == "moment" else column.label
        seen[label.casefold()] = seen.get(label.casefold(), 0) + 1
        number = seen[label.casefold()]
        yield column, label if number == 1 else f"{label} {number}"


def _cell(row: Row, at: int, table: Table) -> Cell:
    return row.cells[at] if at < len(table.columns) else Cell(row.note)


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
