"""Long tables begin with their first rows, and are there at once; the others are a link away."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from dashboards import address
from dashboards.markup import Html, tag
from dashboards.view import View

T = TypeVar("T")

FIRST = 50
_SHOWN, _ALL = "rows", "all"


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
