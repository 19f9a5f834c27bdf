"""The page holds: key figures stay whole, nothing runs into anything, no page is half empty."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import pytest
from boxes import APART, fullness, lines_of, texts_of
from made_up import (
    CONTEST,
    MONTH,
    SERVICE_MONTH,
    case,
    contested,
    counts,
    customer_report,
    many_late,
    nothing_owed,
    portfolio_report,
    promise,
    service,
    trend,
    waived,
)

from pipeline import marts
from pipeline.marts.service import ServiceMonth
from pipeline.reports.content import Report
from pipeline.reports.document import Cell, Column, Document, Table
from pipeline.reports.gather import gather, gather_portfolio
from pipeline.reports.pdf import page_images, pdf_bytes
from pipeline.reports.telling import tell
from pipeline.reports.telling.teller import ReportTeller
from pipeline.wording.catalogues import LANGUAGES, Language
from pipeline.workspace import Workspace

PAGE_WIDTH = (210 - 2 * 18) * 72 / 25.4
LONG = 2_132 * 3600 + 59 * 60 + 59
BEFORE_REMARK = re.compile(r" (?=\()")
"""Where a figure may go on in the next line: 10 Werktage (seit 16. Okt.)."""
SPACE = 2.5
"""Of the largest running text, in points: one may hang over the end of a line."""
PIXELS_PER_INCH = 30
HALF = 0.5
NOTES = 7.9
"""In points; pictures are set in a size of their own, and are no text of the page."""

every_language = pytest.mark.parametrize("language", LANGUAGES)


def widest() -> Iterator[Report]:
    """Reports whose every column holds the widest value that may come."""
    total = counts(
        met_count=88_888,
        breached_count=44_444,
        pending_count=12_345,
        unanswered_count=23_456,
        no_target_count=34_567,
        deleted_count=45_678,
        waived_breached_count=56_789,
    )
    lines = tuple(
        line.model_copy(
            update={
                "counts": total,
                "median_seconds": LONG,
                "p90_seconds": LONG,
                "max_seconds": LONG,
                "max_owed_seconds": LONG,
                "closed_count": 99_999,
            }
        )
        for line in promise()
    )
    late = case(elapsed_seconds=LONG, subject="Wort " * 30)
    month = SERVICE_MONTH.model_copy(
        update={
            name: 88_888
            for name, field in ServiceMonth.model_fields.items()
            if field.annotation is int
        }
    )
    rest = service()
    wide = rest.model_copy(
        update={
            "figures": month,
            "contacts": tuple(
                each.model_copy(
                    update={
                        name: 88_888 if name.endswith("_count") else LONG
                        for name in type(each).model_fields
                        if name != "channel"
                    }
                )
                for each in rest.contacts
            ),
            "updates": tuple(
                each.model_copy(update={"gap_count": 88_888, "longest_gap_seconds": LONG})
                for each in rest.updates
            ),
        }
    )
    contest = CONTEST.model_copy(
        update={
            "contested_count": 88_888,
            "worst_met_count": 77_777,
            "worst_breached_count": 66_666,
        }
    )
    yield customer_report(
        counts=total,
        promise=lines,
        contest=contest,
        contested=(contested(1, "deleted_late", subject="Wort " * 30),),
        trend=trend(total, total),
        cases=(late, waived()),
        owed_at_end=(late.model_copy(update={"closed_at": None}),),
        service=wide,
    )
    portfolio = portfolio_report(("Wort " * 20, "Beta", "Gamma"))
    yield portfolio.model_copy(
        update={
            "counts": total,
            "trend": trend(total, total),
            "contest": contest,
            "promise": tuple(
                line.model_copy(update={"counts": total}) for line in portfolio.promise
            ),
            "customers": tuple(
                line.model_copy(update={"counts": total, "contest": contest, "service": wide})
                for line in portfolio.customers
            ),
        }
    )


WIDEST = {type(report).__name__: report for report in widest()}
every_widest = pytest.mark.parametrize("name", WIDEST)


@lru_cache
def paper(name: str, language: Language) -> tuple[Document, bytes]:
    document = tell(WIDEST[name], language)
    return document, pdf_bytes(document, b"{}", "none.json")


def figures_of(document: Document) -> Iterator[tuple[str, str]]:
    """Key figures with their places: all of columns of figures, but words that stand for one."""
    for fact in document.figures:
        yield fact.name, fact.value
    for section in document.sections:
        for table in (block for block in section.blocks if isinstance(block, Table)):
            for row in table.rows:
                for column, cell in zip(table.columns, row.cells, strict=True):
                    yield from (
                        (f"{table.name}: {column.label}", text) for text in _told(column, cell)
                    )


def _told(column: Column, cell: Cell) -> Iterator[str]:
    if column.kind != "text" and column.place != "sheet":
        texts = (cell.text, *cell.under.splitlines())
        yield from (piece for text in texts for piece in BEFORE_REMARK.split(text) if piece)


@every_language
@every_widest
def test_key_figures_never_break_inside(name: str, language: Language) -> None:
    document, content = paper(name, language)
    texts = {text.strip() for line in lines_of(content) for text in texts_of(line)}
    figures = list(figures_of(document))
    assert len(figures) > 60
    for place, figure in figures:
        whole = figure.replace("\u00a0", " ").strip()
        assert any(whole in text for text in texts), (place, figure)


@every_language
@every_widest
def test_nothing_runs_into_anything(name: str, language: Language) -> None:
    _, content = paper(name, language)
    for line in lines_of(content):
        for one, next_one in pairwise(line):
            assert next_one.left >= one.right - APART, (one, next_one)
        assert line[-1].right <= PAGE_WIDTH + APART + SPACE, line[-1]


@every_language
def test_nothing_usual_is_set_smaller_than_notes_are(language: Language) -> None:
    for report in (customer_report(), portfolio_report(), many_late(20)):
        content = pdf_bytes(tell(report, language), b"{}", "none.json")
        assert min(box.size for line in lines_of(content) for box in line) >= NOTES


def test_no_page_of_the_demo_is_half_empty_but_the_last(demo_workspace: Workspace) -> None:
    snapshot = marts.newest_snapshot(demo_workspace)
    ids = marts.covered_customers(marts.EVERYBODY, snapshot, MONTH)["customer_id"]
    reports: list[Report] = [gather(snapshot, each, MONTH) for each in ids]
    for report in (*reports, gather_portfolio(snapshot, MONTH)):
        whose = getattr(report, "customer_id", "portfolio")
        pages = page_images(tell(report, LANGUAGES[0]), PIXELS_PER_INCH)
        for number, page in enumerate(pages[:-1], 1):
            assert fullness(page) >= HALF, (whose, number)


@pytest.mark.parametrize("report", [many_late(60), nothing_owed(), customer_report()])
@every_language
def test_no_page_is_half_empty_but_the_last(report: Report, language: Language) -> None:
    pages = page_images(tell(report, language), PIXELS_PER_INCH)
    assert len(pages) > 1
    assert [number for number, page in enumerate(pages[:-1], 1) if fullness(page) < HALF] == []


@every_language
def test_a_moment_below_a_verdict_stays_whole(language: Language) -> None:
    closed = case(1, closed_at=case(2).opened_at, subject="Wort " * 30)
    report = customer_report(owed_at_end=(closed,) * 3)
    lines = lines_of(pdf_bytes(tell(report, language), b"{}", "none.json"))
    texts = [text.strip() for line in lines for text in texts_of(line)]
    moment = ReportTeller.of(report, language).show.moment(case(2).opened_at)
    assert sum(text.endswith(moment) for text in texts) >= 3
    assert not [text for text in texts if re.match(r"\d\d:\d\d", text)]


@every_language
def test_a_heading_of_figures_needs_no_fourth_line(language: Language) -> None:
    document, content = paper("PortfolioReport", language)
    texts = {text.strip() for line in lines_of(content) for text in texts_of(line)}
    labels = {
        column.label
        for table in document.tables
        for column in table.columns
        if column.is_figure and column.place != "sheet"
    }
    for label in labels:
        words = label.split(" ")
        ends = range(1, len(words) + 1)
        splits = ((words[:a], words[a:b], words[b:]) for a in ends for b in ends if a <= b)
        assert any({" ".join(line) for line in split if line} <= texts for split in splits), label


def test_a_page_is_as_full_as_its_last_line() -> None:
    pages = page_images(tell(nothing_owed(), LANGUAGES[0]), PIXELS_PER_INCH)
    assert all(0.3 < fullness(page) <= 1 for page in pages[:-1])
    assert fullness(pages[-1]) < 1
