"""The review's slides, opened again: their charts hold the report's figures, and its words."""

import io
from typing import Any

import pytest
from PIL import ImageFont
from pptx import Presentation
from pptx.util import Inches, Pt

from pipeline.reports.content import CustomerReport
from pipeline.reports.deck import deck_bytes
from pipeline.reports.deck_room import CELL_POINTS, MARGIN
from pipeline.reports.deck_slides import BOTTOM, HEIGHT, WIDTH
from pipeline.reports.fonts import FOLDER
from pipeline.reports.telling import tell
from pipeline.wording.catalogues import LANGUAGES, Language
from tests.pipeline.reports.made_up import (
    FORMULA_SUBJECT,
    case,
    counts,
    customer_report,
    many_late,
    nothing_owed,
    promise,
    trend,
)


def slides(report: CustomerReport, language: Language = "en") -> list[Any]:
    return list(Presentation(io.BytesIO(deck_bytes(report, language))).slides)


def charts(found: list[Any]) -> list[dict[str, dict[str, float | None]]]:
    """Every chart: series by name, values by category."""
    return [
        {
            series.name: dict(zip(plot.categories, series.values, strict=True))
            for plot in shape.chart.plots
            for series in plot.series
        }
        for slide in found
        for shape in slide.shapes
        if shape.has_chart
    ]


def said(slide: Any) -> str:
    """All words of a slide."""
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    cells = [
        cell.text
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    return "\n".join([*texts, *cells])


@pytest.fixture(scope="module")
def report() -> CustomerReport:
    """A line with figures, and a year with enough responses in two months."""
    line = counts(met_count=11, breached_count=2, pending_count=1)
    return customer_report(
        promise=promise(line),
        trend=trend(line, counts(met_count=9)),
    )


def test_charts_hold_the_report_s_figures(report: CustomerReport) -> None:
    reached, times, months, shares = charts(slides(report))
    lines = [each for each in report.promise if each.counts.net.whole]
    assert list(reached["On time"].values()) == [each.counts.met_count for each in lines] == [11]
    assert list(reached["Late"].values()) == [2]
    timed = [each for each in report.promise if each.target_seconds and each.median_seconds]
    assert timed
    assert list(times["Target"].values()) == [each.target_seconds / 3600 for each in timed]  # type: ignore[operator]
    assert list(times["Median"].values()) == pytest.approx(
        [(each.median_seconds or 0) / 3600 for each in timed]
    )
    assert list(months["On time"].values()) == [m.counts.met_count for m in report.trend]
    assert list(months["Late"].values()) == [m.counts.breached_count for m in report.trend]
    (series,) = shares.values()
    assert list(series.values()) == [
        m.counts.net.value if m.counts.net.is_telling else None for m in report.trend
    ]
    assert any(value is not None for value in series.values())
    assert None in series.values()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_the_report_s(report: CustomerReport, language: Language) -> None:
    document, found = tell(report, language), slides(report, language)
    opening = said(found[0])
    for words in (document.title, document.kicker, document.headline):
        assert words in opening
    for fact in document.figures:
        assert fact.value.replace("\u00a0", " ") in opening.replace("\u00a0", " ")
    titles = [slide.shapes.title.text_frame.text for slide in found]
    assert all(titles)
    assert {section.title for section in document.sections} >= {titles[1], *titles[-3:]}
    assert all(document.foot in said(slide) for slide in found)


def test_what_puts_figures_in_doubt_stands_first(report: CustomerReport) -> None:
    running = customer_report(period=report.period.model_copy(update={"is_complete": False}))
    warning = tell(running, "en").warning
    assert warning
    assert warning in said(slides(running)[0])


def test_rows_that_do_not_fit_are_counted() -> None:
    many = many_late(40)
    (slide,) = [
        each for each in slides(many) if each.shapes.title.text_frame.text == "Late responses"
    ]
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    rest = 40 - (len(table.rows) - 1)
    assert 0 < rest < 35
    assert f"{rest} more rows are in the report." in said(slide)


def test_a_month_without_responses_has_no_empty_chart() -> None:
    found = slides(nothing_owed())
    assert len(found) >= 2
    assert all(any(series.values()) for chart in charts(found) for series in chart.values())


def test_sentences_without_figures_share_a_slide() -> None:
    found = slides(nothing_owed(), "en")
    bare = [
        slide
        for slide in found[1:]
        if not any(shape.has_table or shape.has_chart for shape in slide.shapes)
    ]
    assert bare == found[-1:]
    for words in ("Late responses", "no judged response is late", "Open at the month’s end"):
        assert words in said(found[-1])


def test_the_opening_s_figures_stand_side_by_side(report: CustomerReport) -> None:
    document, (opening, *_) = tell(report, "en"), slides(report, "en")
    tops = {
        shape.top
        for shape in opening.shapes
        if shape.has_text_frame
        and shape.text_frame.paragraphs[0].text in {fact.value for fact in document.figures}
    }
    assert len(tops) == 1


def test_nothing_leaves_the_slide(report: CustomerReport) -> None:
    for slide in slides(report) + slides(many_late(40)):
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= WIDTH + Inches(0.01)
            assert shape.top + shape.height <= HEIGHT


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_are_as_high_as_their_words(report: CustomerReport, language: Language) -> None:
    """Measured with a font; PowerPoint would make rows higher, and push others off the slide."""
    points = 100  # a font is measured in whole pixels
    font = ImageFont.truetype(str(FOLDER / "SourceSans3-Regular.ttf"), points)

    def lines(text: str, width: int) -> int:
        count, line = 1, ""
        for word in text.split(" "):
            longer = f"{line} {word}".strip()
            if font.getlength(longer) * CELL_POINTS / points > (width - 2 * MARGIN) / Pt(1):
                count, line = count + bool(line), word
            else:
                line = longer
        return count

    tables = [
        shape
        for slide in slides(report, language) + slides(many_late(40), language)
        for shape in slide.shapes
        if shape.has_table
    ]
    assert len(tables) >= 6
    for shape in tables:
        widths = [column.width for column in shape.table.columns]
        for row in shape.table.rows:
            needed = max(
                lines(cell.text, width) for cell, width in zip(row.cells, widths, strict=True)
            )
            assert row.height >= needed * Pt(CELL_POINTS * 1.2), [c.text for c in row.cells]
        assert shape.top + sum(row.height for row in shape.table.rows) <= BOTTOM


def test_charts_and_tables_are_described_to_who_cannot_see_them(report: CustomerReport) -> None:
    drawn = [
        shape
        for slide in slides(report)
        for shape in slide.shapes
        if shape.has_chart or shape.has_table
    ]
    assert drawn
    assert all(each._element.nvGraphicFramePr.cNvPr.get("descr") for each in drawn)


def test_odd_text_is_text() -> None:
    odd = case(1, subject=f"{FORMULA_SUBJECT} \x1b[31m\ud800 🔥", outcome="breached")
    (slide,) = [
        each
        for each in slides(customer_report(cases=(odd,)))
        if each.shapes.title.text_frame.text == "Late responses"
    ]
    assert FORMULA_SUBJECT[:20] in said(slide)
    assert "\x1b" not in said(slide)
