"""How a share is shown: of how many, its interval, a word about the goal, how it has changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor

from dashboards.markup import Html, tag, together
from dashboards.selecting import counts_of
from dashboards.view import View
from pipeline.marts.selection import Selection
from pipeline.statistics.changes import Change
from pipeline.statistics.shares import Share, Verdict

MARKS = {"met": "●", "unsure": "◇", "missed": "◆"}
"""A sign for each verdict, so that colour is never the only one."""


@dataclass(frozen=True)
class Scale:
    """One scale for all shares of a picture, from `low` to 1."""

    low: float

    @classmethod
    def from_lowest(cls, values: Iterable[float], goal: float) -> "Scale":
        """The scale that holds these values and the goal, beginning at a multiple of 10 %."""
        return cls(floor(min([*values, goal - 0.05, 0.9]) * 10) / 10)

    @classmethod
    def of_intervals(cls, shares: Iterable[Share], goal: float) -> "Scale":
        """The scale that holds all telling shares with their intervals."""
        return cls.from_lowest((s.interval[0] for s in shares if s.is_telling), goal)

    @classmethod
    def of_shares(cls, shares: Iterable[Share], goal: float) -> "Scale":
        """The scale that holds all telling shares."""
        return cls.from_lowest((s.value for s in shares if s.is_telling), goal)

    def at(self, value: float) -> str:
        """Where a value stands, in per cent of the scale."""
        place = (max(value, self.low) - self.low) / (1 - self.low)
        return f"{place * 100:.1f}%"


def share_text(view: View, share: Share, *beside: Share) -> str:
    """The share, or what stands for it where there are too few cases.

    Of shares that stand `beside` it to be compared: counts of all if of one.
    """
    return view.tell.share(share, *beside)


def count_text(view: View, share: Share) -> str:
    """24 von 33."""
    part, whole = view.show.number(share.part), view.show.number(share.whole)
    return view.say("share.of", part=part, whole=whole)


def verdict(view: View, share: Share) -> Html:
    """A word on how the share stands to the internal goal, with its sign."""
    return verdict_of(view, share.against(view.run.goal))


def verdict_of(view: View, name: Verdict) -> Html:
    """The same of a verdict."""
    mark = together(tag("span", MARKS[name], aria_hidden="true"), " ") if name in MARKS else None
    return tag("span", mark, view.say(f"verdict.{name}"), class_=f"sla-verdict sla-{name}")


def share_cell(view: View, share: Share, selection: Selection) -> Html:
    """A period's share, of how many, and a word about the goal."""
    counts = counts_of(view, share, selection) if share.whole else None
    return together(
        tag("span", share_text(view, share), class_="sla-strong")
        if share.is_telling or not counts
        else None,
        " ",
        tag("span", counts, class_="sla-muted" if share.is_telling else "sla-strong")
        if counts
        else None,
        verdict(view, share),
    )


def interval_bar(view: View, share: Share, scale: Scale) -> Html:
    """The interval as a bar, the share as a point in it, the goal as a line; else nothing."""
    if not share.is_telling:
        return tag("span")
    low, high = share.interval
    interval = view.show.interval(share)
    return tag(
        "span",
        tag(
            "i",
            class_="sla-interval",
            style=f"left:{scale.at(low)};right:calc(100% - {scale.at(high)})",
        ),
        tag("i", class_="sla-goal", style=f"left:{scale.at(view.run.goal)}"),
        tag("i", class_="sla-point", style=f"left:{scale.at(share.value)}"),
        class_=f"sla-bar sla-{share.against(view.run.goal)}",
        role="img",
        aria_label=view.say("share.interval", interval=interval),
        title=view.say("share.interval", interval=interval),
    )


def change_note(view: View, after: Share, before: Share) -> str | None:
    """By how much the share has changed, its interval, and whether that is more than chance.

    None where nothing is to be compared.
    """
    if view.compared is None:
        return None
    change = Change(before, after)
    named, before_named = view.named(view.period), view.named(view.compared)
    if not change.is_telling:
        return view.say("change.few", period=named, before=before_named)
    low, high = change.bounds
    return view.say(
        f"change.{change.direction}",
        period=named,
        before=before_named,
        share=view.show.share(change.before),
        points=view.show.points(change.tenths),
        low=view.show.points(low),
        high=view.show.points(high),
    )


def change_detail(view: View, after: Share, before: Share) -> str | None:
    """The same in a few words; None with too few cases to compare."""
    change = Change(before, after)
    if view.compared is None or not change.is_telling:
        return None
    return view.say(
        f"change.short_{change.direction}",
        before=view.named(view.compared),
        points=view.show.points(change.tenths),
    )
