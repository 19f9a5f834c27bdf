"""How a share is shown: the share, of how many, its interval, and a word about the goal."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor

from dashboards.markup import Html, tag, together
from dashboards.view import View
from pipeline.marts.compliance import Counts
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


def share_cell(view: View, counts: Counts) -> Html:
    """A month's share, of how many, and a word about the goal."""
    share = counts.net
    counted = tag("span", count_text(view, share), class_="sla-muted") if share.is_telling else None
    return together(
        tag("span", share_text(view, share), class_="sla-strong"),
        " ",
        counted,
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
