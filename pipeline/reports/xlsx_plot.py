"""A workbook's own chart of a table: its shares, drawn by whoever opens it."""

from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipeline.reports.document import Cell, Kind, Table
from pipeline.spreadsheets import MONTH

WIDTH, HEIGHT = 560, 320


def add_plot(
    workbook: xlsxwriter.Workbook,
    sheet: Worksheet,
    table: Table,
    columns: Sequence[tuple[Kind, Sequence[Cell]]],
) -> None:
    """Draw what the table asks for below its last row; nothing where no share is known.

    Beside it, a printed page would have to be twice as wide, and every figure half as large.
    """
    shares = [
        at
        for at, (kind, cells) in enumerate(columns)
        if kind == "share" and any(cell.value is not None for cell in cells)
    ]
    if table.plot is None or not shares:
        return
    name, last, values = sheet.get_name(), len(table.rows), shares[0]
    chart = workbook.add_chart({"type": table.plot.form})
    chart.add_series(
        {
            "name": [name, 0, values],
            "categories": [name, 1, 0, last, table.plot.name_count - 1],
            "values": [name, 1, values, last, values],
            "marker": {"type": "circle", "size": 6},
        }
    )
    chart.set_title({"name": table.name, "overlay": False})
    chart.set_legend({"none": True})
    axis = {"min": 0, "max": 1, "num_format": "0%"}
    if table.plot.form == "bar":
        chart.set_x_axis(axis)
        chart.set_y_axis({"reverse": True})  # the first row on top
    else:
        chart.set_y_axis(axis)
        chart.set_x_axis({"num_format": MONTH, "date_axis": False, "text_axis": True})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    chart.show_blanks_as("gap")
    sheet.insert_chart(last + 2, 0, chart, {"description": table.caption})
