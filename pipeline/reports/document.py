"""A report as told: titles, tables and charts that every form of it shows, worded once.

A cell has the value itself, for spreadsheets, and how it is told. What is told is never computed
again by a form.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from pipeline.wording.catalogues import Language

Raw = str | int | float | date | datetime | None

Kind = Literal["text", "count", "share", "duration", "moment", "day", "money"]
"""What a column holds. Shares are parts of one, durations seconds."""

Place = Literal["both", "page", "sheet"]
"""Where a column is shown: on pages, in spreadsheets, or in both."""

Tone = Literal["", "strong", "muted", "late"]


@dataclass(frozen=True)
class Cell:
    """A value, and how it is told."""

    text: str
    value: Raw = None
    """Where it differs from the text."""
    under: str = ""
    """A smaller line below."""
    tone: Tone = ""
    href: str | None = None


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    label: str
    kind: Kind = "text"
    width: float = 0
    """Its part of the page's width beside other such columns; 0 for no more than it needs."""
    place: Place = "both"

    @property
    def is_number(self) -> bool:
        """Whether its cells stand to the right."""
        return self.kind in {"count", "share", "duration", "money"}


@dataclass(frozen=True)
class Row:
    """A row of a table, a cell per column."""

    cells: tuple[Cell, ...]
    note: str = ""
    """Told in full width below the row; in spreadsheets a last column."""
    is_sum: bool = False


@dataclass(frozen=True)
class Table:
    """A table. One without rows is told by `empty`."""

    name: str
    """Of the spreadsheet's sheet."""
    caption: str
    """What it holds, for who cannot see it."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = ""
    note_label: str = ""
    """Header of the notes' column in spreadsheets."""
    is_grouped: bool = False
    """Whether pages say the first cell once for all rows below each other that have it."""

    @property
    def spans(self) -> tuple[int, ...]:
        """How many rows each row's first cell stands for on pages; 0 where one above does."""
        spans: list[int] = []
        for place, row in enumerate(self.rows):
            if self.is_grouped and place and row.cells[0] == self.rows[place - 1].cells[0]:
                spans[max(at for at, span in enumerate(spans) if span)] += 1
                spans.append(0)
            else:
                spans.append(1)
        return tuple(spans)


@dataclass(frozen=True)
class Chart:
    """A picture. Its message is the title above it, its figures are in the table beside it."""

    title: str
    svg: str
    alt: str


@dataclass(frozen=True)
class Fact:
    """A name and what goes with it."""

    name: str
    value: str
    under: str = ""
    tone: Tone = ""


@dataclass(frozen=True)
class Facts:
    """Names and values below each other."""

    name: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str
    tone: Tone = ""


Block = Paragraph | Table | Chart | Facts


@dataclass(frozen=True)
class Section:
    """A part with a heading of its own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A whole report in one language."""

    language: Language
    kicker: str
    """What it is and of which month, above the title."""
    title: str
    headline: str
    """The message in a sentence or two."""
    figures: tuple[Fact, ...]
    sections: tuple[Section, ...]
    annexes: tuple[Table, ...]
    """For spreadsheets alone: single cases, definitions."""
    foot: str
    """Stands on every page."""
    page: str
    """Page {page} of {pages}."""
    name: str
    """The document's own, as a file's property."""
    time_zone: str
    dated_at: datetime
    """The data's own moment: files do not know when they were made."""
    alarms: tuple[str, ...] = ()
    """Why no figure can be relied on; told above everything else."""
    warning: str = ""
    """Told above the message."""
    notes: tuple[str, ...] = ()
    """Told right below the figures."""
    tables: tuple[Table, ...] = field(init=False)
    """All that a spreadsheet shows, in order."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", tuple(self._tables()))

    def _tables(self) -> Iterator[Table]:
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, Table))
        yield from self.annexes
