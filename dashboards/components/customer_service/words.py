"""Small words about the rest of the promise: times, kinds of call, tiers."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dashboards.markup import Html, tag, together
from dashboards.view import View

NOTHING = "–"
KINDS = {"review", "support", "training", "brainstorming"}


def kind(view: View, name: str | None) -> str:
    """What a kind of call is called; one of somebody's own by its own name."""
    if name is None:
        return view.say("service.kind_none")
    return view.say(f"service.kind_{name}") if name in KINDS else name


def open_time(view: View, seconds: int | None) -> str:
    """Time that counts opening hours only."""
    return NOTHING if seconds is None else view.show.elapsed(seconds)


def wall_time(view: View, seconds: int | None) -> str:
    """Time around the clock."""
    return NOTHING if seconds is None else view.show.long_elapsed(seconds)


def instant(view: View, at: datetime) -> str:
    """A moment; its day and year where that is not the data's."""
    zone = ZoneInfo(view.run.default_time_zone)
    day, today = at.astimezone(zone).date(), view.run.as_of.astimezone(zone).date()
    return view.show.moment(at) if day.year == today.year else view.show.day(day)


def number(view: View, count: int) -> Html:
    """A count, quiet where there is nothing."""
    return tag("span", view.show.number(count), class_=None if count else "sla-muted")


def warned(view: View, count: int) -> Html:
    """A count that should be nothing."""
    if not count:
        return number(view, count)
    return tag(
        "span",
        tag("span", "◇ ", aria_hidden="true"),
        view.show.number(count),
        class_="sla-unsure",
    )


def moment(view: View, first: str, *under: str | None) -> Html:
    """Something with quieter lines below it."""
    return together(first, *(tag("span", each, class_="sla-under") for each in under if each))
