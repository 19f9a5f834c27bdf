"""A table with a caption, a name to every column, and on a phone every row a card."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.markup import Html, tag

Cells = Sequence[str | Html]


@dataclass(frozen=True)
class Column:
    """What stands in a column."""

    name: str
    is_number: bool = False
    is_wide: bool = False
    """Takes a card's whole width."""

    @property
    def classes(self) -> str | None:
        """How its cells are set."""
        found = [
            name
            for name, holds in (("sla-number", self.is_number), ("sla-wide", self.is_wide))
            if holds
        ]
        return " ".join(found) or None


def table(
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Cells | Html],
    name: str,
    last: Html | None = None,
) -> Html:
    """A row per row, the first cell its heading; `name` is the style's word for the table.

    A row that is markup already stands as it is.
    """
    head = [tag("th", each.name, scope="col", class_=each.classes) for each in columns]
    return tag(
        "table",
        tag("caption", caption, class_="sla-hidden"),
        tag("thead", tag("tr", *head)),
        tag("tbody", *(_row(columns, cells) for cells in rows), last),
        class_=f"sla-table sla-{name}",
    )


def _row(columns: Sequence[Column], cells: Cells | Html) -> Html:
    if isinstance(cells, Html):
        return cells
    return tag(
        "tr",
        tag("th", cells[0], scope="row", class_="sla-wide"),
        *(
            tag("td", cell, data_label=column.name, class_=column.classes)
            for column, cell in zip(columns[1:], cells[1:], strict=True)
        ),
    )
