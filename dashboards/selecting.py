"""The responses that a page is about, as its address says; and a count as the link to them."""

from dashboards import address
from dashboards.markup import Html, filled, tag, together
from dashboards.view import View
from pipeline.marts.owed import DUES
from pipeline.marts.periods import Period
from pipeline.marts.selection import FILTERS, TALLIES, Selection
from pipeline.statistics.shares import Share

WORDS = "words"
OWED_NOW = {"exclusion": ("none",)}
"""What pages count as owed now, beside how soon somebody must act."""
REPLIED = {"closed": ("reply",), "exclusion": ("none",)}
"""Replies that count."""
FIRST = {"metric": ("first_response",), "exclusion": ("none",)}
"""First responses that count."""
RUNNING = ("soon", "today", "later", "paused")
"""What is owed and has a target that is not used up."""


def asked(view: View) -> Selection:
    """What the address selects."""
    chosen = {name: address.all_said(name) for name in FILTERS}
    return Selection.of(view.period, chosen, address.said(WORDS) or "")


def opened_in(period: Period, customer_id: str | None = None, **more: str) -> Selection:
    """Every response of a period, or those of one customer."""
    told = {"customer": customer_id, **more}
    return Selection.of(period, {name: (value,) for name, value in told.items() if value})


def owed_now(*dues: str, customer_id: str | None = None) -> Selection:
    """What is owed now: all of it, or by how soon somebody must act."""
    of_customer = {"customer": (customer_id,)} if customer_id else {}
    return Selection.of(None, {"due": dues or DUES, **OWED_NOW, **of_customer})


def tallied(selection: Selection, tally: str) -> Selection:
    """Those of a selection that are counted as this."""
    return selection.narrowed(TALLIES[tally])


def link(selection: Selection) -> str:
    """The address of the page that lists them."""
    period = {"period": str(selection.period)} if selection.period else {}
    words = {WORDS: selection.words} if selection.words else {}
    return address.link("responses", **period, **dict(selection.chosen), **words)


def leading(text: str, count: int, selection: Selection) -> Html:
    """A text that tells a count, as the link to what it counts."""
    return tag("a", text, href=link(selection), class_="sla-count", data_sla_count=count)


def leading_if_any(text: str, count: int, selection: Selection) -> str:
    """The same where it counts any; of nothing there is nothing to list."""
    return leading(text, count, selection) if count else text


def number(view: View, count: int, selection: Selection | None) -> Html:
    """A count as the link to what it counts, where a selection means just that."""
    told = view.show.number(count)
    if selection is None:
        return together(told)
    return leading(told, count, selection) if count else tag("span", told, class_="sla-muted")


def part_of(view: View, share: Share, part: Selection | None, whole: Selection | None) -> Html:
    """24 von 33: each the link to what it counts, where a selection means just that."""
    return filled(
        view.say,
        "share.of",
        part=number(view, share.part, part),
        whole=number(view, share.whole, whole),
    )


def counts_of(view: View, share: Share, selection: Selection, outcome: str = "met") -> Html:
    """The same of all judged: how many were in time, or late."""
    whole = tallied(selection, "judged")
    return part_of(view, share, whole.narrowed({"outcome": (outcome,)}), whole)
