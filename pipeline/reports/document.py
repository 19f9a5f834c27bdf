"""What is told of a month: titles, tables and charts, worded once for every form of it.

A cell has the value itself, for spreadsheets, and how it is told. What is told is never computed
again by a form: not by a report's PDF, HTML and XLSX, nor by the pages of the dashboard.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from pipeline.marts.selection import Chosen
from pipeline.marts.tickets import OnTicket
from pipeline.reports.letterhead import Letterhead
from pipeline.statistics.shares import Share, Verdict
from pipeline.wording.catalogues import Language, Wording
from pipeline.wording.formatting import NO_BREAK, RANGE_DASH, unbroken

Raw = str | int | float | date | datetime | None

Kind = Literal["text", "count", "share", "duration", "moment", "day", "month", "money"]
"""What a column holds. Shares are parts of one, durations seconds."""

Place = Literal["both", "sheet"]
"""Where a column is shown: everywhere, or in spreadsheets alone."""

Tone = Literal["", "strong", "muted", "late", "odd"]
"""`odd` asks for a look: the dashboard marks it, reports do not."""


_NUMBER = r"\d[\d.,]*"


def figure(text: str) -> str:
    """A figure as pages write it: it breaks nowhere but before a remark in brackets."""
    return text.replace(" ", NO_BREAK).replace(f"{NO_BREAK}(", " (")


@lru_cache
def unbroken_figures(language: Language) -> str:
    """The pattern of what never breaks inside: counts as a language says them, and intervals."""
    counts = re.escape(Wording(language)("share.of", part="P", whole="W"))
    counts = counts.replace("P", _NUMBER, 1)[::-1].replace("W", _NUMBER[::-1], 1)[::-1]
    return f"{counts}|{_NUMBER}{RANGE_DASH}{_NUMBER}(\u00a0?%)?"


def whole(text: str, language: Language) -> str:
    """A sentence in which no line breaks a count or an interval."""
    return re.sub(unbroken_figures(language), lambda found: unbroken(found[0]), text)


@dataclass(frozen=True)
class About:
    """A ticket that a cell tells, for the dashboard to lead to it, and what is told below it."""

    ticket: OnTicket
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counted:
    """A count in a cell's words, for the dashboard to lead to what it counts."""

    text: str
    count: int
    tally: str
    """One of `TALLIES`, of the responses that the row is about."""


@dataclass(frozen=True)
class Cell:
    """A value, and how it is told."""

    text: str
    value: Raw = None
    """Where it differs from the text."""
    under: str = ""
    """Smaller lines below."""
    tone: Tone = ""
    href: str | None = None
    about: About | None = None
    verdict: Verdict | None = None
    """How a share stands to the internal goal, which customers' reports do not tell."""
    kind: Kind | None = None
    """Where it is another than its column's."""
    of: Share | None = None
    """What a share is of, told too where there are too few cases for the share itself."""
    counted: tuple[Counted, ...] = ()
    """In the order of the words."""


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    label: str
    kind: Kind = "text"
    width: float = 0
    """Its part of the page's width beside other such columns; 0 for no more than it needs."""
    place: Place = "both"
    is_counted: bool = False
    """Whether columns of the same table tell what a share is of; spreadsheets add them else."""

    @property
    def is_figure(self) -> bool:
        """Whether its cells never break inside."""
        return self.kind != "text"

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
    lost: str = ""
    """Told across the table in place of a row that could not be told; in no report."""
    of: Chosen | None = None
    """Which of the table's responses it is about, where not all."""

    @property
    def about(self) -> OnTicket | None:
        """The ticket that it tells, if it tells one."""
        return next((cell.about.ticket for cell in self.cells if cell.about), None)


@dataclass(frozen=True)
class Plot:
    """What a spreadsheet draws of a table: its first share, by the columns that name each row."""

    form: Literal["bar", "line"]
    name_count: int
    """So many columns, from the first on, name a row."""


@dataclass(frozen=True)
class Table:
    """A table. One without rows is told by `empty`."""

    name: str
    caption: str
    """What it holds, for who cannot see it."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = ""
    note_label: str = ""
    """Header of the notes' column in spreadsheets."""
    sheet: str = ""
    """Of the spreadsheet's sheet, where the name is longer than one may be."""
    plot: Plot | None = None
    is_grouped: bool = False
    """Whether pages say the first cell once for all rows below each other that have it."""

    @property
    def spans(self) -> tuple[int, ...]:
        """How many rows each row's first cell stands for on pages; 0 where one above does."""
        spans: list[int] = []
        for place, row in enumerate(self.rows):
            if self.is_grouped and place and row.cells[:1] == self.rows[place - 1].cells[:1]:
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


@dataclass(frozen=True)
class Steps:
    """What is done next, in order."""

    items: tuple[str, ...]


Block = Paragraph | Table | Chart | Facts | Steps


@dataclass(frozen=True)
class Section:
    """A part with a heading of its own."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def has_rows(self) -> bool:
        """Whether there is anything in it beside sentences."""
        return any(isinstance(each, Table) and each.rows for each in self.blocks)


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
    word: Section | None = None
    """What a person says, told before the sections; it has no number."""
    overview: str = ""
    """What a spreadsheet calls the sheet with all that is not in tables."""
    letterhead: Letterhead | None = None
    """Who reports, at the head of the first page."""
    tables: tuple[Table, ...] = field(init=False)
    """All that a spreadsheet shows, in order."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", tuple(self._tables()))

    def _tables(self) -> Iterator[Table]:
        for section in (*([self.word] if self.word else []), *self.sections):
            yield from (block for block in section.blocks if isinstance(block, Table))
        yield from self.annexes
