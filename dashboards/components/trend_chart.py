"""A customer's share month by month, with its intervals, against the internal goal."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboards.components.chart import (
    DOTTED,
    SHAPES,
    TONES,
    Spec,
    labelled,
    layer,
    points,
    show_chart,
    tooltip,
)
from dashboards.components.shares import Scale, count_text, share_text
from dashboards.view import View
from pipeline.marts.compliance import Counts
from pipeline.palette import QUIET
from pipeline.statistics.shares import Verdict

HEIGHT = 300
TOP = 1.02
"""Room for the marks at 100 %."""
NOTHING = Counts()


def trend_figure(
    view: View, counts: Mapping[date, Counts], window: Sequence[date], selected: date
) -> None:
    """Show the chart; nothing where no response counts."""
    if any(counts[month].net.whole for month in window if month in counts):
        layers = trend_chart(view, counts, window, selected)
        show_chart(layers, HEIGHT, in_words(view, counts, window), key="trend")


def trend_chart(
    view: View, counts: Mapping[date, Counts], window: Sequence[date], selected: date
) -> Sequence[Spec]:
    """A mark per month with enough cases, its interval as a line; below it how many there were."""
    shares = {month: counts.get(month, NOTHING).net for month in window}
    scale = Scale.of_intervals(shares.values(), view.run.goal)
    months = [_month(view, month, counts.get(month, NOTHING), scale) for month in window]
    labels = {str(month): _label(view, month, counts, window) for month in window}
    x = {
        "field": "month",
        "type": "ordinal",
        "scale": {"domain": list(labels)},
        "axis": labelled(labels, labelAngle=0, labelFontWeight=_bold(selected)),
    }
    y = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [scale.low, TOP], "nice": False},
        "axis": _levels(view, scale),
    }
    telling = [month for month in months if month["verdict"] in TONES]
    few = [month for month in months if month["verdict"] == "few"]
    rule = {"type": "rule", "color": QUIET}
    return [
        layer([{"share": view.run.goal}], DOTTED, y=y),
        layer(telling, rule, x=x, y={**y, "field": "low"}, y2={"field": "high"}),
        *(_marks(view, verdict, telling, x, y) for verdict in TONES),
        layer(few, "text", x=x, y=y, text={"field": "counts"}),
    ]


def in_words(view: View, counts: Mapping[date, Counts], window: Sequence[date]) -> str:
    """The picture in words: every month's share."""
    return "; ".join(
        f"{view.month(month)} {share_text(view, counts[month].net)}"
        for month in window
        if month in counts and counts[month].net.whole
    )


def _month(view: View, month: date, counts: Counts, scale: Scale) -> Mapping[str, Any]:
    """A month to draw, and what is told of it; one with too few cases stands at the bottom."""
    share = counts.net
    drawn = {"month": str(month), "verdict": share.against(view.run.goal)}
    if not share.is_telling:
        return {**drawn, "share": scale.low, "counts": count_text(view, share)}
    low, high = share.interval
    return {
        **drawn,
        "share": share.value,
        "low": low,
        "high": high,
        "title": view.month(month),
        "told": f"{view.show.share(share)} · {count_text(view, share)}",
        "interval": view.show.interval(share),
        "judged": view.say(f"verdict.{share.against(view.run.goal)}"),
    }


def _marks(
    view: View, verdict: Verdict, months: Sequence[Mapping[str, Any]], x: Spec, y: Spec
) -> Spec:
    mark = points(shape=SHAPES[verdict], color=TONES[verdict], filled=verdict != "unsure")
    told = tooltip(
        told=view.say("promise.share"),
        interval=view.say("report.guide.interval"),
        judged=view.say("column.goal"),
    )
    drawn = [month for month in months if month["verdict"] == verdict]
    return layer(drawn, mark, x=x, y=y, tooltip=told)


def _bold(selected: date) -> Spec:
    is_selected = {"test": f"datum.value == '{selected}'", "value": "bold"}
    return {"condition": is_selected, "value": "normal"}


def _levels(view: View, scale: Scale) -> Spec:
    levels = {value: view.show.percent(value) for value in _ticks(scale)}
    levels[view.run.goal] = view.say("report.trend.goal", goal=view.show.percent(view.run.goal))
    return labelled(levels, gridOpacity=0.6)


def _label(
    view: View, month: date, counts: Mapping[date, Counts], window: Sequence[date]
) -> list[str]:
    whole = counts.get(month, NOTHING).net.whole
    lines = [view.show.short_month(month), view.show.number(whole) if whole else "–"]
    if month == view.running_month:
        lines.append(view.say("trend.running"))
    elif month == window[0] or month.month == 1:
        lines.append(str(month.year))
    return lines


def _ticks(scale: Scale) -> list[float]:
    tens = range(round(scale.low * 10), 11)
    return [ten / 10 for ten in tens if len(tens) <= 6 or ten % 2 == 0]
