"""A report's workbook goes on in somebody's hands: whole names, dates, numbers with their n."""

import io
from datetime import datetime
from textwrap import wrap
from typing import Any

import openpyxl
import pytest
from made_up import counts, customer_report, nothing_owed, portfolio_report, promise, trend

from pipeline.reports.content import Report
from pipeline.reports.document import Document
from pipeline.reports.render import rendered
from pipeline.reports.telling import tell
from pipeline.reports.telling.teller import CATALOGUE
from pipeline.wording.catalogues import LANGUAGES, Language, Wording

LONGEST_SHEET_NAME = 31
SAY = Wording(LANGUAGES[0], CATALOGUE)
PROMISE, TREND, RECKONING = (
    SAY(f"report.section.{name}") for name in ("promise", "trend", "reckoning")
)
SHARE, MET, COUNTED = (SAY(name) for name in ("promise.share", "reckoning.met", "column.counted"))
REPORTS = {"customer": customer_report(), "portfolio": portfolio_report()}
every_report = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def book_of(report: Report, language: Language = LANGUAGES[0]) -> openpyxl.Workbook:
    [(_, content)] = rendered(report, ["xlsx"], language)
    return openpyxl.load_workbook(io.BytesIO(content))


def names(document: Document) -> list[str]:
    return [document.overview, *(table.sheet or table.name for table in document.tables)]


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@every_language
@every_report
def test_no_name_of_a_sheet_is_cut(report: Report, language: Language) -> None:
    wanted = names(tell(report, language))
    assert max(map(len, wanted)) <= LONGEST_SHEET_NAME
    assert len(set(wanted)) == len(wanted)
    assert book_of(report, language).sheetnames == wanted


def test_months_are_dates() -> None:
    sheet = book_of(customer_report())[TREND]
    months = [cell.value for cell in sheet["A"][1:]]
    assert all(isinstance(each, datetime) for each in months)
    assert [f"{each:%Y-%m-%d}" for each in months[::11]] == ["2025-10-01", "2026-09-01"]
    assert sheet["A"][1].number_format == "mmm yyyy"


@every_language
@every_report
def test_every_share_is_a_number_beside_what_it_is_of(report: Report, language: Language) -> None:
    document = tell(report, language)
    book = book_of(report, language)
    found = 0
    for table, sheet in zip(document.tables, book.worksheets[1:], strict=True):
        _, *lines = sheet.iter_rows(values_only=True)
        for row, line in zip(table.rows, lines, strict=False):
            numbers = [each for each in line if isinstance(each, int | float)]
            for cell in row.cells:
                if cell.of and cell.of.whole:
                    found += 1
                    assert {cell.of.part, cell.of.whole} <= set(numbers), (sheet.title, line)
                    if cell.of.is_telling:
                        share = pytest.approx(cell.of.part / cell.of.whole, abs=0.001)
                        assert any(each == share for each in numbers), (sheet.title, line)
    assert found >= 4


@pytest.mark.parametrize("whole", [1, 9, 10])
def test_nothing_is_lost_below_ten(whole: int) -> None:
    total = counts(met_count=whole - 1, breached_count=1)
    book = book_of(customer_report(counts=total, promise=promise(total), trend=trend(total)))
    [line] = [row for row in rows_of(book[PROMISE]) if row[COUNTED]]
    assert (line[MET], line[COUNTED]) == (whole - 1, whole)
    assert line[SHARE] == (None if whole < 10 else 0.9)
    month = rows_of(book[TREND])[-1]
    assert (month[MET], month[COUNTED]) == (whole - 1, whole)
    [net] = [row for row in rows_of(book[RECKONING]) if row["Was"] == SAY("reckoning.net")]
    assert (net["Anzahl: Zahl"], net["Anzahl: n"]) == (whole - 1, whole)
    assert net["Anzahl"] == (None if whole < 10 else 0.9)


def test_charts_stand_where_there_are_shares() -> None:
    total = counts(met_count=31, breached_count=2)
    charted = {
        sheet.title: [type(chart).__name__ for chart in sheet._charts]
        for sheet in book_of(customer_report(counts=total, promise=promise(total)))
        if sheet._charts
    }
    assert charted == {PROMISE: ["BarChart"], TREND: ["LineChart"]}
    assert not any(sheet._charts for sheet in book_of(nothing_owed()))


def test_a_chart_stands_below_its_table() -> None:
    """Beside it, a printed page would be twice as wide."""
    sheet = book_of(customer_report())[TREND]
    [chart] = sheet._charts
    assert chart.anchor._from.col == 0
    assert chart.anchor._from.row > sheet.max_row


@every_language
@every_report
def test_rows_are_as_high_as_their_words(report: Report, language: Language) -> None:
    """Not every program finds out itself; rows that are too low hide half of what they say."""
    for sheet in book_of(report, language).worksheets[1:]:
        for row in sheet.iter_rows(min_row=2):
            widths = sheet.column_dimensions
            lines = max(
                (
                    len(wrap(cell.value, int(widths[cell.column_letter].width)))
                    for cell in row
                    if isinstance(cell.value, str)
                ),
                default=1,
            )
            height = sheet.row_dimensions[row[0].row].height or 15
            assert height >= 15 * lines, (sheet.title, row[0].row)


def test_a_chart_draws_the_shares_by_what_names_them() -> None:
    book = book_of(customer_report())
    [chart] = book[TREND]._charts
    [series] = chart.series
    assert series.val is not None
    assert series.cat is not None
    head = [cell.value for cell in book[TREND][1]]
    letter = openpyxl.utils.get_column_letter(head.index(SHARE) + 1)
    assert series.val.numRef.f == f"'{TREND}'!${letter}$2:${letter}$13"
    names = series.cat.numRef or series.cat.strRef
    assert names.f == f"'{TREND}'!$A$2:$A$13"
