"""The first sheet of a workbook: who reports, the message, the figures, and a person's word."""

from collections.abc import Iterator, Mapping
from typing import Any

from xlsxwriter.worksheet import Worksheet

from pipeline.reports.document import Block, Document, Fact, Facts, Paragraph, Steps
from pipeline.spreadsheets import LONGEST_TEXT

Line = tuple[tuple[str, ...], str]
"""The cells of a row, and the format of the one that matters."""

_WIDTH = 28
_TITLE_POINTS = 24
"""As high as a line of the title; not every program finds out itself."""


def write_cover(sheet: Worksheet, document: Document, formats: Mapping[str, Any]) -> None:
    """Write all of the document that is in no table."""
    for row, (cells, form) in enumerate(_lines(document)):
        if form == "title":
            sheet.set_row(row, _TITLE_POINTS)
        for column, text in enumerate(cells):
            is_meant = form and column == (1 if len(cells) > 1 else 0)
            sheet.write_string(
                row, column, text[:LONGEST_TEXT], formats[form] if is_meant else None
            )
    sheet.set_column(0, 2, _WIDTH)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _lines(document: Document) -> Iterator[Line]:
    letterhead = document.letterhead
    if letterhead and letterhead.sender:
        yield (letterhead.sender,), "strong"
    yield (document.kicker,), ""
    yield (document.title,), "title"
    for text in (*document.alarms, document.warning, document.headline, *document.notes):
        if text:
            yield (text,), ""
    yield (), ""
    yield from (_fact(fact) for fact in document.figures)
    yield (), ""
    if document.word:
        yield (document.word.title,), "strong"
        for block in document.word.blocks:
            yield from _told(block)
        yield (), ""
    yield (document.foot,), ""


def _told(block: Block) -> Iterator[Line]:
    """Tables have sheets of their own."""
    match block:
        case Paragraph():
            yield (block.text,), block.tone if block.tone == "strong" else ""
        case Steps():
            yield from (((f"{number}. {item}",), "") for number, item in enumerate(block.items, 1))
        case Facts():
            yield from (_fact(fact) for fact in block.facts)


def _fact(fact: Fact) -> Line:
    return (fact.name, fact.value, fact.under), "head"
