"""The one table of all pages: bodies of rows, a name to every cell.

Where the window is too narrow for all columns they fold one by one, each into a line below its row
under its name; on a phone every row is a card.

A row that cannot be made is a sentence in its place; a long table begins with its first rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import streamlit as st

from dashboards import address, alone
from dashboards.markup import Html, tag, together
from dashboards.view import View

T = TypeVar("T")
Cells = Sequence[str | Html]

FULL, STEPS = 4, 4
"""So many columns are always beside each other, so many steps of folding does the style know."""
FIRST = 50
"""So many rows a long table begins with."""
_SHOWN, _ALL = "rows", "all"


@dataclass(frozen=True)
class Column:
    """What stands in a column."""

    name: str
    is_number: bool = False
    is_wide: bool = False
    """Takes a card's whole width."""
    kind: str = ""
    """The style's word for it, where it has one."""
    folds: int | None = None
    """The how manieth to fold, 0 for never; by default the last ones first, of more than FULL."""
    label: str | None = None
    """What a card calls it, where it is not its name; of a first column there is else none."""
    below: Html | None = None
    """Stands below its name."""
    href: str | None = None
    """Where its name leads, e.g. to the table sorted by it."""
    order: Literal["ascending", "descending"] | None = None
    """How the table is sorted by it."""

    @property
    def classes(self) -> str | None:
        """How its cells are set."""
        found = (
            "sla-number" if self.is_number else "",
            "sla-wide" if self.is_wide else "",
            self.kind,
        )
        return " ".join(filter(None, found)) or None


@dataclass(frozen=True)
class Body:
    """Rows that belong together, below a heading where they have one."""

    rows: Sequence[Html]
    heading: str | Html | None = None
    kind: str | None = None
    """The style's word for it."""


def folded(columns: Sequence[Column]) -> list[int]:
    """When each column folds, 1 first, 0 never."""
    last = len(columns) - 1
    by_place = (
        last - place + 1 if place >= FULL and last - place < STEPS else 0
        for place in range(len(columns))
    )
    return [
        place if column.folds is None else column.folds
        for column, place in zip(columns, by_place, strict=True)
    ]


def _class(column: Column, step: int) -> str | None:
    return " ".join(filter(None, (column.classes, f"sla-folds-{step}" if step else ""))) or None


def row(columns: Sequence[Column], cells: Cells, kind: str | None = None) -> Html:
    """A row, the first cell its heading, which takes a card's whole width unless it has a label."""
    first = columns[0]
    heading = first.classes or (None if first.label else "sla-wide")
    return tag(
        "tr",
        tag("th", cells[0], scope="row", class_=heading, data_label=first.label),
        *(
            tag("td", cell, data_label=column.label or column.name, class_=_class(column, step))
            for column, step, cell in zip(columns[1:], folded(columns)[1:], cells[1:], strict=True)
        ),
        class_=kind,
    )


def grouped_row(columns: Sequence[Column], cells: Cells, span: int) -> Html:
    """A row, which the second cell heads; the first heads so many, or none where one above does."""
    named = tag("th", cells[0], scope="rowgroup", rowspan=span, class_="sla-severity")
    return tag(
        "tr",
        named if span else None,
        tag("th", cells[1], scope="row", class_="sla-metric"),
        *(
            tag("td", cell, data_label=column.name, class_=_class(column, step))
            for column, step, cell in zip(columns[2:], folded(columns)[2:], cells[2:], strict=True)
        ),
    )


def rows(
    view: View, columns: Sequence[Column], found: Sequence[T], make: Callable[[T], Cells]
) -> list[Html]:
    """A row of each, alone."""
    return alone.rows(view.say, found, lambda each: row(columns, make(each)), len(columns))


def table(
    caption: str,
    columns: Sequence[Column],
    bodies: Sequence[Body],
    name: str,
    foot: Html | None = None,
) -> Html:
    """Groups of rows below the columns' names; `name` is the style's word for the table."""
    steps = folded(columns)
    head = (
        tag(
            "th",
            _named(each),
            each.below,
            scope="col",
            aria_sort=each.order,
            class_=_class(Column("", each.is_number), step),
        )
        for each, step in zip(columns, steps, strict=True)
    )
    kept = (f"--kept-{n}:{sum(not 0 < step <= n for step in steps)}" for n in range(STEPS + 1))
    return tag(
        "table",
        tag("caption", caption, class_="sla-hidden"),
        tag("thead", tag("tr", *head)),
        *(tag("tbody", *_body(each, len(columns)), class_=each.kind) for each in bodies),
        tag("tfoot", foot) if foot else None,
        class_=f"sla-table sla-{name}",
        style=";".join(kept),
    )


def _named(column: Column) -> str | Html:
    if column.href is None:
        return column.name
    mark = {"ascending": " ▲", "descending": " ▼", None: None}[column.order]
    return tag("a", column.name, tag("span", mark, aria_hidden="true"), href=column.href)


def _body(body: Body, column_count: int) -> list[Html]:
    if body.heading is None:
        return list(body.rows)
    heading = tag("th", body.heading, colspan=column_count, scope="rowgroup")
    return [tag("tr", heading, class_="sla-group"), *body.rows]


def show_table(
    view: View,
    name: str,
    caption: str,
    columns: Sequence[Column],
    found: Sequence[T],
    make: Callable[[T], Cells],
) -> None:
    """A table of rows, the first of them if they are many; nothing where there is none."""
    if found:
        shown = first_rows(found)
        more = others(view, len(found) - len(shown), len(columns))
        made = [*rows(view, columns, shown, make), *([more] if more else [])]
        st.html(table(caption, columns, [Body(made)], name))


def first_rows(found: Sequence[T], always: Callable[[T], bool] = lambda _: False) -> Sequence[T]:
    """The rows to show: the first and those that are always shown, or, by the address, all."""
    if address.said(_SHOWN) == _ALL:
        return found
    return [each for place, each in enumerate(found) if place < FIRST or always(each)]


def others(view: View, left_out: int, columns: int, said: str = "rows.others") -> Html | None:
    """A row of the table that leads to those left out; None where there are none."""
    if not left_out:
        return None
    link = tag("a", view.say("rows.all"), href=address.here(**{_SHOWN: _ALL}))
    cell = tag("td", view.say(said, count=left_out), " ", link, colspan=columns)
    return tag("tr", cell, class_="sla-others")


def under(first: str | None, *lines: str | None) -> Html:
    """Something with quieter lines below it."""
    return together(first, *(tag("span", line, class_="sla-under") for line in lines if line))


def count(view: View, number: int) -> Html:
    """A number, quiet where there is nothing."""
    return tag("span", view.show.number(number), class_=None if number else "sla-muted")
