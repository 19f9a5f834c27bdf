"""A table as reports tell it, on a page: with links to tickets, marks, and cards on a phone."""

import re
from collections.abc import Mapping, Sequence

import streamlit as st

from dashboards import alone
from dashboards.components.shares import verdict_of
from dashboards.components.table import (
    Body,
    Cells,
    Column,
    first_rows,
    grouped_row,
    others,
    row,
    table,
)
from dashboards.components.ticket_link import ticket_link
from dashboards.markup import Html, tag, together
from dashboards.selecting import leading, tallied
from dashboards.view import View
from pipeline.marts.selection import Selection
from pipeline.marts.tickets import OfResponse
from pipeline.reports import document
from pipeline.reports.document import Cell, Counted
from pipeline.reports.telling.teller import NOTHING, OVER

TONES = {"strong": "sla-strong", "muted": "sla-muted", "late": "sla-missed", "odd": "sla-unsure"}


def told_table(view: View, told: document.Table, name: str, of: Selection | None = None) -> None:
    """The table, the first of its rows if they are many; nothing where it has none.

    Its counts lead to what they count where it is told which responses the table is `of`.
    """
    if not told.rows:
        return
    places = [place for place, column in enumerate(told.columns) if column.place != "sheet"]
    columns = [_column(told.columns[place]) for place in places]

    def made(each: document.Row, span: int = 1) -> Html:
        if each.lost:
            return alone.lost_row(each.lost, len(columns))
        its = of.narrowed(each.of) if of and each.of else of
        cells = [cell_html(view, each.cells[place], its) for place in places]
        kind = "sla-sum" if each.is_sum else None
        return grouped_row(columns, cells, span) if told.is_grouped else row(columns, cells, kind)

    if told.is_grouped:
        spanned = list(zip(told.rows, told.spans, strict=True))
        lines = alone.rows(view.say, spanned, lambda each: made(*each), len(columns))
        starts = [place for place, span in enumerate(told.spans) if span]
        ends = [*starts[1:], len(lines)]
        groups = [Body(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    else:
        shown = first_rows(told.rows)
        more = others(view, len(told.rows) - len(shown), len(columns))
        groups = [
            Body([*alone.rows(view.say, shown, made, len(columns)), *([more] if more else [])])
        ]
    st.html(table(told.caption, columns, groups, name))


def told_cells(
    view: View, told: document.Table, of: Mapping[int, Selection]
) -> tuple[Sequence[Column], Sequence[Cells]]:
    """The columns and the cells of every row, for whoever shows them in a table of their own.

    `of` are the responses that the counts of a column are of, by the column's place.
    """

    def its(each: document.Row, place: int) -> Selection | None:
        whole = of.get(place)
        if whole and not each.is_sum:
            return whole.narrowed(each.of) if each.of else None
        return whole

    places = [place for place, column in enumerate(told.columns) if column.place != "sheet"]
    columns = [_column(told.columns[place]) for place in places]
    rows = [
        tuple(cell_html(view, each.cells[place], its(each, place)) for place in places)
        for each in told.rows
        if not each.lost
    ]
    return columns, rows


def _column(column: document.Column) -> Column:
    kind = "sla-time" if column.kind == "duration" else ""
    return Column(column.label, column.is_number, kind=kind)


def cell_html(view: View, cell: Cell, of: Selection | None = None) -> Html:
    """A cell's words, quieter lines below, a verdict; of a ticket a link to it."""
    if cell.about:
        told = cell.about.ticket
        response_id = told.response_id if isinstance(told, OfResponse) else None
        return ticket_link(view, told, *cell.about.details, response_id=response_id)
    tone = "sla-muted sla-nothing" if cell.text == NOTHING else TONES.get(cell.tone)
    to_come = [each for each in cell.counted if each.count] if of else []
    words = _marked(view, cell, to_come, of)
    return together(
        *([tag("span", *words, class_=tone)] if tone else words),
        *(
            tag("span", _linked(line, to_come, of), class_="sla-under")
            for line in cell.under.split("\n")
            if line
        ),
        verdict_of(view, cell.verdict) if cell.verdict else None,
    )


def _marked(
    view: View, cell: Cell, to_come: list[Counted], of: Selection | None
) -> tuple[str | Html, ...]:
    """The words behind a mark where they ask for a look: colour is never the only sign."""
    if cell.tone == "odd":
        return tag("span", "◇ ", aria_hidden="true"), cell.text
    if cell.text.startswith(OVER):
        mark = tag("span", f"{OVER} ", role="img", aria_label=view.say("promise.over"))
        return mark, cell.text.removeprefix(OVER).lstrip()
    return (_linked(cell.text, to_come, of),)


def _linked(text: str, to_come: list[Counted], of: Selection | None) -> Html:
    """The text with those counts as links that it tells; they are taken off the list."""
    parts: list[str] = []
    while of and to_come:
        alone = rf"(?<![\d.,]){re.escape(to_come[0].text)}(?![.,]?\d|\s?%)"
        if not (found := re.search(alone, text)):
            break
        each = to_come.pop(0)
        parts += [text[: found.start()], leading(each.text, each.count, tallied(of, each.tally))]
        text = text[found.end() :]
    return together(*parts, text)
