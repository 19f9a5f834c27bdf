"""A year of months at a glance: a mark per month, the goal as a line."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboards.components.shares import Scale, count_text, share_text
from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.marts.compliance import Counts

NOTHING = Counts()


def trend_strip(
    view: View, counts: Mapping[date, Counts], window: Sequence[date], selected: date, scale: Scale
) -> Html:
    """A mark per month at the height of its share; too few cases lie low, none leave a gap."""
    places = {
        month: f"{(index + 0.5) / len(window) * 100:.2f}%" for index, month in enumerate(window)
    }
    told = "; ".join(_told(view, month, counts.get(month, NOTHING)) for month in window)
    return tag(
        "span",
        tag("i", class_="sla-chosen", style=f"left:{places[selected]}"),
        tag("i", class_="sla-goal", style=f"bottom:{scale.at(view.run.goal)}"),
        *(
            _mark(view, month, counts.get(month, NOTHING), place, scale)
            for month, place in places.items()
        ),
        class_="sla-strip",
        role="img",
        aria_label=told,
    )


def _mark(view: View, month: date, counts: Counts, place: str, scale: Scale) -> Html | None:
    share = counts.net
    if not share.whole:
        return None
    height = scale.at(share.value) if share.is_telling else "0%"
    return tag(
        "i",
        class_=f"sla-month sla-{share.against(view.run.goal)}",
        style=f"left:{place};bottom:{height}",
        title=_told(view, month, counts),
    )


def _told(view: View, month: date, counts: Counts) -> str:
    share = counts.net
    if not share.whole:
        told = view.say("verdict.none")
    elif share.is_telling:
        told = f"{share_text(view, share)} ({count_text(view, share)})"
    else:
        told = count_text(view, share)
    return f"{view.month(month)}: {told}"
