"""Whether it is all there: month by month, what of a source is odd, and how much of it."""

from collections.abc import Sequence

from dashboards.components.table import Cells, Column, show_table, under
from dashboards.markup import Html, tag, together
from dashboards.view import View
from pipeline.marts.completeness import ODD, SourceMonth, is_odd

COLUMNS = (
    "ticket",
    *ODD[:2],
    "event",
    *ODD[2:4],
    "response",
    *ODD[4:],
)
"""Each whole, and behind it what is odd of it."""


def title(view: View, found: Sequence[SourceMonth]) -> str:
    """In how many months something stands out."""
    odd = sum(any(is_odd(each.share(name), view.run.odd_share) for name in ODD) for each in found)
    if not odd:
        return view.say("data_health.completeness_calm")
    return view.say("data_health.completeness_odd", count=len(found), odd=view.show.number(odd))


def completeness_table(view: View, found: Sequence[SourceMonth]) -> None:
    """A row per source and month, the newest first; nothing where there is none."""
    columns = [
        Column(view.say("column.month")),
        *(Column(_column_name(view, name), is_number=True) for name in COLUMNS),
    ]
    caption = view.say("completeness.caption")
    show_table(view, "completeness", caption, columns, found, lambda each: _row(view, each))


def _column_name(view: View, name: str) -> str:
    if name in ODD:
        return view.say(f"data_health.completeness.{name}")
    return view.say(f"completeness.{name}")


def _row(view: View, each: SourceMonth) -> Cells:
    month = view.show.short_month_year(each.created_month) if each.created_month else "–"
    return (
        under(month, each.source),
        *(_odd(view, each, name) if name in ODD else _whole(view, each, name) for name in COLUMNS),
    )


def _whole(view: View, each: SourceMonth, name: str) -> Html:
    return tag("span", view.show.number(each.count(name)), class_="sla-strong")


def _odd(view: View, each: SourceMonth, name: str) -> Html:
    """The count, and below it its share; what is more than may be overlooked has a mark."""
    count, share = each.count(name), each.share(name)
    number = view.show.number(count)
    if not count or share is None:
        return tag("span", number, class_="sla-muted")
    told = view.show.at_least(share)
    if not is_odd(share, view.run.odd_share):
        return under(number, told)
    mark = tag("span", "◆ ", role="img", aria_label=view.say("data_health.completeness_mark"))
    return together(
        tag("span", mark, number, class_="sla-unsure"),
        tag("span", told, class_="sla-under sla-unsure"),
    )
