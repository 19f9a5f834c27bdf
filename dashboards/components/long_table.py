"""Long tables begin with their first rows, and are there at once; the others are a link away."""

from collections.abc import Sequence
from typing import TypeVar

from dashboards import address
from dashboards.markup import Html, tag
from dashboards.view import View

T = TypeVar("T")

FIRST = 50
_SHOWN, _ALL = "rows", "all"


def first_rows(found: Sequence[T]) -> Sequence[T]:
    """The rows to show: the first, or all where the address says so."""
    return found if address.said(_SHOWN) == _ALL else found[:FIRST]


def others(view: View, found: Sequence[object], columns: int) -> Html | None:
    """A row of the table that leads to those left out; None where there are none."""
    left_out = len(found) - len(first_rows(found))
    if not left_out:
        return None
    link = tag("a", view.say("rows.all"), href=address.here(**{_SHOWN: _ALL}))
    said = tag("td", view.say("rows.others", count=left_out), " ", link, colspan=columns)
    return tag("tr", said, class_="sla-others")
