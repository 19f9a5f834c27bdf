"""Slides as PowerPoint knows them: titles, tables and charts of its own, never a picture."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import IO, Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from pipeline.palette import MET, MISSED, PALETTE, QUIET
from pipeline.printable import one_line
from pipeline.reports.deck_room import CELL_POINTS, MARGIN, fitting, height_of, widths_of
from pipeline.reports.document import Document, Fact, Paragraph, Section, Table

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, ROOM = Inches(0.6), Inches(12.13)
TOP, BODY_HEIGHT = Inches(1.45), Inches(5.3)

BOTTOM = HEIGHT - Inches(1.15)
"""Where tables end; below it stand notes and the foot."""

FIGURES = Inches(4.6)
"""Where the opening's figures begin; their names stand above."""

LONGEST_CELL = 140
TITLE_ONLY = 5
"""The layout of PowerPoint's own template with a title and nothing else."""

LANGUAGE_IDS: Mapping[str, MSO_LANGUAGE_ID] = {
    "de": MSO_LANGUAGE_ID.GERMAN,
    "en": MSO_LANGUAGE_ID.ENGLISH_UK,
}

Numbers = Sequence[int | float | None]


@dataclass(frozen=True)
class Bars:
    """Series of numbers by category."""

    categories: Sequence[str]
    series: Mapping[str, Numbers]
    is_stacked: bool
    number_format: str
    is_upright: bool = False


@dataclass(frozen=True)
class Line:
    """A share by category; nothing where it is None."""

    categories: Sequence[str]
    name: str
    values: Numbers


class Slides:
    """The slides of a document, one after the other."""

    def __init__(self, deck: Any, document: Document, more: Callable[[int], str]) -> None:
        """`more` says how many rows of a table are in the report alone."""
        self._deck, self._document, self._more = deck, document, more
        deck.slide_width, deck.slide_height = WIDTH, HEIGHT
        about = deck.core_properties
        about.title, about.author, about.last_modified_by = document.name, "", ""
        about.language = document.language
        about.created = about.modified = document.dated_at.astimezone(UTC).replace(tzinfo=None)

    def save(self, file: IO[bytes]) -> None:
        """Write the file."""
        self._deck.save(file)

    def opening(self, note: str) -> None:
        """Whose month it is, its message and its figures, and what slides are."""
        document = self._document
        slide = self._slide(document.title)
        above = [document.kicker, *document.alarms, document.warning]
        lines = [each for each in above if each]
        frame = self._frame(slide, LEFT, TOP, ROOM, Inches(2.2))
        for place, text in enumerate(lines):
            self._write(frame, text, 16, PALETTE["red" if place else "muted"].light)
        self._write(frame, document.headline, 26, PALETTE["ink"].light)
        for text in document.notes:
            self._write(frame, text, 14, PALETTE["muted"].light)
        self._figures(slide, document.figures)
        self._note(slide, note)

    def told(self, section: Section, lead: str | None = None) -> None:
        """A section with rows: what it says first, if nothing else is to be said, and its table."""
        slide = self._slide(section.title)
        frame = self._frame(slide, LEFT, TOP, ROOM, Inches(0.7))
        self._write(frame, lead or _first_words(section), 14, PALETTE["muted"].light)
        table = next(each for each in section.blocks if isinstance(each, Table))
        self._table(slide, table, TOP + Inches(0.8))

    def sentences(self, title: str, sections: Sequence[Section]) -> None:
        """Sections that have nothing but a sentence, one below the other."""
        frame = self._frame(self._slide(title), LEFT, TOP, ROOM, BODY_HEIGHT - Inches(0.5))
        for section in sections:
            self._write(frame, section.title, 18, PALETTE["ink"].light, is_bold=True)
            told = self._write(frame, _first_words(section), 16, PALETTE["muted"].light)
            told.space_after = Pt(18)

    def table(self, title: str, table: Table) -> None:
        """A table, as wide as the slide."""
        self._table(self._slide(title), table, TOP)

    def chart(self, title: str, bars: Bars, note: str) -> None:
        """A chart, and how to read it."""
        slide = self._slide(title)
        self._bars(slide, bars, LEFT, ROOM, title)
        self._note(slide, note)

    def two_charts(self, title: str, bars: Bars, line: Line, note: str) -> None:
        """Counts on the left, their share on the right."""
        slide = self._slide(title)
        half = ROOM // 2
        self._bars(slide, bars, LEFT, half, title)
        self._line(slide, line, LEFT + half, half, title)
        self._note(slide, note)

    def _slide(self, title: str) -> Any:
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[TITLE_ONLY])
        box = slide.shapes.title
        box.left, box.top, box.width, box.height = LEFT, Inches(0.4), ROOM, Inches(0.95)
        box.text_frame.clear()
        self._write(box.text_frame, title, 30, PALETTE["ink"].light, is_bold=True)
        foot = self._frame(slide, LEFT, HEIGHT - Inches(0.55), ROOM, Inches(0.35))
        number = len(self._deck.slides)
        self._write(foot, f"{self._document.foot} · {number}", 10, PALETTE["muted"].light)
        return slide

    def _frame(self, slide: Any, left: int, top: int, width: int, height: int) -> Any:
        frame = slide.shapes.add_textbox(Emu(left), Emu(top), Emu(width), Emu(height)).text_frame
        frame.word_wrap = True
        return frame

    def _write(
        self, frame: Any, text: str, size: int, colour: str, *, is_bold: bool = False
    ) -> Any:
        """A paragraph more; the first one of an empty frame is there already."""
        first = frame.paragraphs[0]
        paragraph = first if not first.runs else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = one_line(text)
        run.font.size, run.font.bold = Pt(size), is_bold
        run.font.color.rgb = _rgb(colour)
        run.font.language_id = LANGUAGE_IDS.get(self._document.language)
        return paragraph

    def _note(self, slide: Any, note: str) -> None:
        frame = self._frame(slide, LEFT, HEIGHT - Inches(1.0), ROOM, Inches(0.4))
        self._write(frame, note, 12, PALETTE["muted"].light)

    def _figures(self, slide: Any, figures: Sequence[Fact]) -> None:
        width = ROOM // max(len(figures), 1)
        for place, fact in enumerate(figures):
            colour = PALETTE["red" if fact.tone == "late" else "ink"].light
            left, room = LEFT + place * width, width - Inches(0.2)
            name = self._frame(slide, left, FIGURES - Inches(0.7), room, Inches(0.7))
            name.vertical_anchor = MSO_ANCHOR.BOTTOM  # values stand side by side, names wrap or not
            self._write(name, fact.name, 14, PALETTE["muted"].light)
            frame = self._frame(slide, left, FIGURES, room, Inches(1.8))
            self._write(frame, fact.value, 30, colour, is_bold=True)
            self._write(frame, fact.under, 12, PALETTE["muted"].light)

    def _table(self, slide: Any, table: Table, top: int) -> None:
        """As many rows as the slide has room for; how many are left out is said below."""
        shown = [place for place, column in enumerate(table.columns) if column.place == "both"]
        head = [one_line(table.columns[at].label) for at in shown]
        texts = [
            [_cell(row.cells[at].text, row.cells[at].under) for at in shown] for row in table.rows
        ]
        widths = widths_of([head, *texts], ROOM)
        lines = [head, *fitting(texts, widths, BOTTOM - top - height_of(head, widths))]
        if rest := len(texts) + 1 - len(lines):
            self._note(slide, self._more(rest))
        frame = slide.shapes.add_table(
            len(lines), len(shown), Emu(LEFT), Emu(top), Emu(ROOM), Inches(0.3)
        )
        _describe(frame, table.caption)
        drawn = frame.table
        for at, width in enumerate(widths):
            drawn.columns[at].width = Emu(width)
        for number, cells in enumerate(lines):
            drawn.rows[number].height = Emu(height_of(cells, widths))
            for at, text in enumerate(cells):
                cell = drawn.cell(number, at)
                cell.margin_left = cell.margin_right = MARGIN
                cell.margin_top = cell.margin_bottom = MARGIN // 2
                colour = PALETTE["page" if number == 0 else "ink"].light
                paragraph = self._write(
                    cell.text_frame, text, CELL_POINTS, colour, is_bold=number == 0
                )
                if table.columns[shown[at]].is_number:
                    paragraph.alignment = PP_ALIGN.RIGHT

    def _bars(self, slide: Any, bars: Bars, left: int, width: int, title: str) -> None:
        kinds = {
            (True, False): XL_CHART_TYPE.BAR_STACKED,
            (True, True): XL_CHART_TYPE.COLUMN_STACKED,
            (False, False): XL_CHART_TYPE.BAR_CLUSTERED,
            (False, True): XL_CHART_TYPE.COLUMN_CLUSTERED,
        }
        data = CategoryChartData(number_format=bars.number_format)
        data.categories = list(bars.categories)
        for name, values in bars.series.items():
            data.add_series(name, values)
        chart = self._chart(
            slide, kinds[bars.is_stacked, bars.is_upright], data, left, width, title
        )
        plot = chart.plots[0]
        plot.gap_width = 50
        if bars.is_stacked:
            plot.overlap = 100
        if not bars.is_upright:
            chart.category_axis.reverse_order = True  # the first line on top, as in the table
        colours = (MET, MISSED) if bars.is_stacked else (QUIET, MET, PALETTE["interval"].light)
        for series, colour in zip(plot.series, colours, strict=False):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = _rgb(colour)
        chart.value_axis.tick_labels.number_format = bars.number_format
        chart.value_axis.tick_labels.number_format_is_linked = False

    def _line(self, slide: Any, line: Line, left: int, width: int, title: str) -> None:
        data = CategoryChartData(number_format="0%")
        data.categories = list(line.categories)
        data.add_series(line.name, line.values)
        chart = self._chart(slide, XL_CHART_TYPE.LINE_MARKERS, data, left, width, title)
        chart.value_axis.maximum_scale, chart.value_axis.minimum_scale = 1.0, 0.0
        chart.value_axis.tick_labels.number_format = "0%"
        chart.value_axis.tick_labels.number_format_is_linked = False
        plot = chart.plots[0]
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = "0%", False
        labels.position, labels.font.size = XL_LABEL_POSITION.BELOW, Pt(9)
        plot.series[0].smooth = False

    def _chart(
        self,
        slide: Any,
        kind: XL_CHART_TYPE,
        data: CategoryChartData,
        left: int,
        width: int,
        title: str,
    ) -> Any:
        frame = slide.shapes.add_chart(
            kind, Emu(left), Emu(TOP), Emu(width), Emu(BODY_HEIGHT - Inches(0.3)), data
        )
        _describe(frame, title)
        chart = frame.chart
        chart.font.size = Pt(12)
        chart.has_title = False
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        return chart


def _first_words(section: Section) -> str:
    return next((each.text for each in section.blocks if isinstance(each, Paragraph)), "")


def _cell(text: str, under: str) -> str:
    whole = one_line(f"{text} ({under})" if under else text)
    return whole if len(whole) <= LONGEST_CELL else whole[: LONGEST_CELL - 1] + "…"


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())


def _describe(frame: Any, words: str) -> None:
    """What it is, for who cannot see it."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", one_line(words))
