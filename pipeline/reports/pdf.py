"""A told report as PDF/UA: A4, tagged, its own fonts, the JSON attached; the same bytes each time.

Typst sets it; the template holds all about looks, this module what goes into it.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from pipeline.palette import PALETTE
from pipeline.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Section,
    Table,
    figure,
    unbroken_figures,
)
from pipeline.reports.fonts import FOLDER, legible, plain, simple
from pipeline.reports.letterhead import Letterhead, Logo

TEMPLATE = Path(__file__).parent / "template" / "report.typ"
_LONG_WORD = re.compile(r"\S{28,}")
_BREAK_AFTER = 14
_MAY_BREAK = "\u200b"
_MAY_BREAK_WITH_HYPHEN = "\u00ad"


def pdf_bytes(document: Document, attached: bytes, attached_name: str) -> bytes:
    """The document, with its content as JSON attached under a name.

    Should characters not go together although there are fonts for each, it is set again in simpler
    ones: an odd subject never costs the report.
    """
    for readable in (legible, simple):
        try:
            return _set(document, attached, attached_name, readable)
        except typst.TypstError:
            continue
    return _set(document, attached, attached_name, plain)


def _set(
    document: Document, attached: bytes, attached_name: str, readable: Callable[[str], str]
) -> bytes:
    made = _compiler().compile(
        str(TEMPLATE),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs=_inputs(document, attached, attached_name, readable),
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst made no PDF")
    return made


def page_images(document: Document, ppi: float = 100) -> list[bytes]:
    """Its pages as PNG, for who wants to look at them."""
    made = _compiler().compile(
        str(TEMPLATE),
        format="png",
        ppi=ppi,
        sys_inputs=_inputs(document, b"{}", "none.json", legible),
    )
    return [made] if isinstance(made, bytes) else list(made or [])


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)]
    )
    return typst.Compiler(font_paths=fonts, root=str(TEMPLATE.parent))


def _inputs(
    document: Document, attached: bytes, attached_name: str, readable: Callable[[str], str]
) -> dict[str, str]:
    return {
        "document": json.dumps(_each(_shown(document), readable), ensure_ascii=False),
        "palette": json.dumps({name: colour.light for name, colour in PALETTE.items()}),
        "unbroken": unbroken_figures(document.language),
        "attached": attached.decode(),
        "attached_name": attached_name,
        "logo": json.dumps(list(logo.picture)) if (logo := _logo(document)) else "[]",
    }


def _logo(document: Document) -> Logo | None:
    return document.letterhead.logo if document.letterhead else None


def _shown(document: Document) -> dict[str, Any]:
    dated = document.dated_at
    return {
        "language": document.language,
        "kicker": document.kicker,
        "title": document.title,
        "headline": document.headline,
        "alarms": document.alarms,
        "warning": document.warning,
        "notes": document.notes,
        "name": document.name,
        "foot": document.foot,
        "page": document.page,
        "dated": [dated.year, dated.month, dated.day, dated.hour, dated.minute, dated.second],
        "letterhead": _letterhead(document.letterhead),
        "word": _section(document.word) if document.word else None,
        "figures": [asdict(figure) for figure in document.figures],
        "sections": [_section(section) for section in document.sections],
    }


def _letterhead(letterhead: Letterhead | None) -> dict[str, Any] | None:
    return letterhead.model_dump(exclude={"logo": {"content"}}) if letterhead else None


def _section(section: Section) -> dict[str, Any]:
    return {"title": section.title, "blocks": [_block(block) for block in section.blocks]}


def _block(block: Block) -> dict[str, Any]:
    shown = _table(block) if isinstance(block, Table) else asdict(block)
    return {"kind": type(block).__name__.lower(), **shown}


def _table(table: Table) -> dict[str, Any]:
    places = [place for place, column in enumerate(table.columns) if column.place != "sheet"]
    return {
        "caption": table.caption,
        "columns": [_column(table.columns[place]) for place in places],
        "rows": [
            {
                "cells": [_cell(row.cells[place], table.columns[place]) for place in places],
                "note": row.note,
                "is_sum": row.is_sum,
                "span": span,
            }
            for row, span in zip(table.rows, table.spans, strict=True)
        ],
    }


def _cell(cell: Cell, column: Column) -> dict[str, Any]:
    text, under = cell.text, cell.under
    if column.is_figure:
        text, under = figure(text), figure(under)
    return {"text": text, "under": under, "tone": cell.tone, "href": cell.href}


def _column(column: Column) -> dict[str, Any]:
    return {
        "label": column.label,
        "kind": column.kind,
        "width": column.width,
        "is_number": column.is_number,
        "is-figure": column.is_figure,
    }


def _each(value: Any, readable: Callable[[str], str]) -> Any:
    """The value with every text in it as the fonts can show it, long words with breaks."""
    if isinstance(value, str):
        # charts are markup that escapes for itself; they tell months and numbers
        return value if value.startswith("<svg") else _LONG_WORD.sub(_broken, readable(value))
    if isinstance(value, dict):
        return {name: _each(part, readable) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_each(part, readable) for part in value]
    return value


def _broken(word: re.Match[str]) -> str:
    pieces = (word[0][at : at + _BREAK_AFTER] for at in range(0, len(word[0]), _BREAK_AFTER))
    return (_MAY_BREAK_WITH_HYPHEN if word[0].isalpha() else _MAY_BREAK).join(pieces)
