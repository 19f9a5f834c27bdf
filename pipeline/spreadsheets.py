"""Frames as CSV and XLSX, for people who go on in a spreadsheet.

Text stays text: a subject that begins with `=` computes nothing, and a web address is no link.
Instants are told on one zone's clock, which their header names; durations stay in seconds, as
the names of their columns say.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipeline.errors import VipSlaError

Cell = str | bool | int | float | date | datetime | None

MOST_ROWS = 1_048_575
"""How many rows a sheet holds below its header."""

LONGEST_TEXT = 32_767
"""How many characters a cell holds."""

SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Options under which text stays text."""

EXACT = 2**53
"""From here on a spreadsheet's numbers skip some."""

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets disagree about what day it is
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDEST = 60
DAY_SECONDS = 86_400
"""A duration is so many seconds' part of a day."""
MOMENT, DAY, MONTH = "yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd", "mmm yyyy"
DURATION, COUNT, MONEY, PERCENT = "[h]:mm:ss", "#,##0", "#,##0.00", "0.0%"
"""How spreadsheets show what is no text; durations as hours, minutes and seconds that add up."""
_FORMATS = {datetime: MOMENT, date: DAY}


@dataclass(frozen=True)
class Told:
    """A column of a sheet: its heading, its values, and how a spreadsheet shows its numbers."""

    heading: str
    values: "pd.Series[Any]"
    pattern: str | None = None


def csv_bytes(frame: pd.DataFrame, time_zone: str = "UTC") -> bytes:
    """A frame as CSV: commas, UTF-8 with a byte-order mark, by which spreadsheets know it.

    Text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    columns = {
        column.heading: [_guarded(cell) for cell in cells]
        for column, cells in _columns(frame, time_zone)
    }
    # object: a column of whole numbers with one missing must not turn into decimals
    written: str = pd.DataFrame(columns, dtype=object).to_csv(index=False, lineterminator="\r\n")
    return written.encode("utf-8-sig")


def xlsx_bytes(
    sheets: Mapping[str, pd.DataFrame | Sequence[Told]],
    time_zone: str = "UTC",
    created: datetime | None = None,
) -> bytes:
    """Frames as a workbook, a sheet each: bold header that stays in sight, filters, widths.

    A sheet may be given column by column instead, each with its heading and form.

    `created` is what the file says of itself; with it, the same frames give the same bytes.
    Raises VipSlaError where a frame has more rows than a sheet.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as workbook:
        if created:
            workbook.set_properties({"created": created})
        header = workbook.add_format({"bold": True, "bottom": 1, "valign": "top"})
        forms = _Forms(workbook)
        for name, sheet in zip(sheet_names(list(sheets)), sheets.values(), strict=True):
            columns = list(_columns(sheet, time_zone))
            count = max((len(cells) for _, cells in columns), default=0)
            if count > MOST_ROWS:
                raise VipSlaError(
                    f"{name}: {count:,} rows are more than a sheet holds ({MOST_ROWS:,}); "
                    "take the CSV, or a shorter period"
                )
            _fill(workbook.add_worksheet(name), columns, count, header, forms)
    return file.getvalue()


class _Forms:
    """The forms of numbers and dates in a workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, str], Any] = {}

    def of(self, pattern: str, align: str) -> Any:
        """The form of a pattern."""
        key = pattern, align
        if key not in self._made:
            self._made[key] = self._workbook.add_format({"num_format": pattern, "align": align})
        return self._made[key]


def _fill(
    sheet: Worksheet,
    columns: Sequence[tuple[Told, Sequence[Cell]]],
    count: int,
    header: Any,
    forms: _Forms,
) -> None:
    for number, (column, cells) in enumerate(columns):
        sheet.write_string(0, number, column.heading, header)
        for row, cell in enumerate(cells, start=1):
            _write(sheet, row, number, cell, column.pattern, forms)
        widest = max((len(_shown(cell)) for cell in cells[:1000]), default=0)
        if column.pattern:  # its numbers are written shorter than they are
            widest = min(widest, len(column.pattern) + 2)
        sheet.set_column(number, number, min(max(widest, len(column.heading) + 3) + 1, _WIDEST))
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, count, len(columns) - 1)


def _write(
    sheet: Worksheet, row: int, column: int, cell: Cell, pattern: str | None, forms: _Forms
) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, forms.of(pattern, "right") if pattern else None)
    elif isinstance(cell, date):
        form = forms.of(pattern or _FORMATS[type(cell)], "left")
        sheet.write_datetime(row, column, cell, form)
    else:
        text = cell if len(cell) <= LONGEST_TEXT else cell[: LONGEST_TEXT - 1] + "…"
        sheet.write_string(row, column, text)


def _columns(
    sheet: pd.DataFrame | Sequence[Told], time_zone: str
) -> Iterator[tuple[Told, Sequence[Cell]]]:
    """Every column with its cells; an instant's heading names the zone."""
    zone = ZoneInfo(time_zone)
    if isinstance(sheet, pd.DataFrame):
        names = enumerate(sheet.columns)
        sheet = [Told(str(name), sheet.iloc[:, position]) for position, name in names]
    for column in sheet:
        is_instant = isinstance(column.values.dtype, pd.DatetimeTZDtype)
        heading = f"{column.heading} ({time_zone})" if is_instant else column.heading
        cells = [_cell(value, zone) for value in column.values.astype(object)]
        yield replace(column, heading=heading), cells


def _cell(value: Any, zone: ZoneInfo) -> Cell:
    """A value as a spreadsheet knows it; what it cannot hold becomes text."""
    if hasattr(value, "tolist"):  # numpy's own numbers, and lists of a column
        value = value.tolist()
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value)
    if pd.isna(value):
        return None
    if isinstance(value, datetime):
        return _moment(value, zone)
    if isinstance(value, date):
        return value if value >= _FIRST_DAY else value.isoformat()
    return _number(value) if isinstance(value, int | float | Decimal) else str(value)


def _number(value: bool | int | float | Decimal) -> Cell:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < EXACT else str(value)
    return float(value) if isfinite(value) else str(value)


def _moment(value: datetime, zone: ZoneInfo) -> Cell:
    """An instant on the zone's clock; a timestamp without a zone at midnight is a day."""
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime()
    if value.tzinfo is None and value.time() == time():
        return _cell(value.date(), zone)
    local = value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value
    return local if local.date() >= _FIRST_DAY else local.isoformat(sep=" ")


def _guarded(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _shown(cell: Cell) -> str:
    return "" if cell is None else max(str(cell).splitlines() or [""], key=len)


def sheet_names(names: Sequence[str]) -> list[str]:
    """Names as sheets may have them: 31 characters, none of them special, no name twice."""
    found: dict[str, str] = {}
    for name in names:
        base = name.translate(_NOT_IN_NAMES).strip(" '")[:31].rstrip(" '") or "–"
        given, number = base, 1
        while given.casefold() in found:
            number += 1
            ending = f" {number}"
            given = base[: 31 - len(ending)] + ending
        found[given.casefold()] = given
    return list(found.values())
