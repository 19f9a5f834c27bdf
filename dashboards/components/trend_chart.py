"""A customer's share month by month, with its intervals, against the internal goal."""

from collections.abc import Mapping, Sequence
from datetime import date

import plotly.graph_objects as go

from dashboards.components.chart import (
    MARK_SIZE,
    SYMBOLS,
    TOLD,
    TONES,
    Chart,
    figure,
    interval,
    level,
    lines,
    show_chart,
)
from dashboards.components.shares import Scale, count_text, share_text, verdict
from dashboards.components.table import Cells, Column
from dashboards.selecting import counts_of, link, opened_in, tallied
from dashboards.view import View
from pipeline.marts.compliance import Counts
from pipeline.marts.periods import containing
from pipeline.palette import QUIET
from pipeline.statistics.shares import Verdict

HEIGHT, LEAST_WIDTH = 300, 560
TOP = 1.02
"""Room for the marks at 100 %."""
NOTHING = Counts()

Months = Mapping[date, Counts]


def trend_figure(
    view: View,
    message: str,
    counts: Months,
    window: Sequence[date],
    selected: date,
    customer_id: str,
) -> None:
    """Show the chart; nothing where no response counts."""
    if any(counts[month].net.whole for month in window if month in counts):
        chart = trend_chart(view, counts, window, selected, customer_id)
        show_chart(view, "trend", message, chart)


def trend_chart(
    view: View, counts: Months, window: Sequence[date], selected: date, customer_id: str
) -> Chart:
    """A mark per month with enough cases, its interval as a line; below it how many there were."""
    found = {month: counts.get(month, NOTHING) for month in window}
    scale = Scale.of_intervals((each.net for each in found.values()), view.run.goal)
    levels = {value: view.show.percent(value) for value in _ticks(scale)}
    levels[view.run.goal] = view.say("report.trend.goal", goal=view.show.percent(view.run.goal))
    drawn = figure(
        view,
        [*(_marks(view, name, found, customer_id) for name in TONES), _few(view, found, scale)],
        xaxis={
            "range": [-0.5, len(window) - 0.5],
            "tickvals": list(range(len(window))),
            "ticktext": [_label(view, month, found, window, selected) for month in window],
            "tickangle": 0,
        },
        yaxis={
            "range": [scale.low, TOP],
            "tickvals": list(levels),
            "ticktext": list(levels.values()),
            "showgrid": True,
        },
        shapes=[level(view.run.goal)],
    )
    columns = [
        Column(view.say("column.month")),
        Column(view.say("promise.share"), is_number=True),
        Column(view.say("column.counted"), is_number=True),
        Column(view.say("report.guide.interval"), is_number=True),
        Column(view.say("column.goal")),
    ]
    rows = [_row(view, month, each, customer_id) for month, each in found.items() if each.net.whole]
    return Chart(drawn, HEIGHT, columns, rows, LEAST_WIDTH)


def _marks(view: View, name: Verdict, found: Months, customer_id: str) -> go.Scatter:
    """The months of a verdict."""
    drawn = [
        (place, month, counts.net)
        for place, (month, counts) in enumerate(found.items())
        if counts.net.against(view.run.goal) == name
    ]
    values = [share.value for _, _, share in drawn]
    intervals = [share.interval for _, _, share in drawn]
    return go.Scatter(
        x=[place for place, _, _ in drawn],
        y=values,
        mode="markers",
        marker={"symbol": SYMBOLS[name], "color": TONES[name], "size": MARK_SIZE},
        error_y=interval(values, [low for low, _ in intervals], [high for _, high in intervals]),
        hovertext=[
            lines(
                view.month(month),
                f"{view.show.share(share)} · {count_text(view, share)}",
                view.say("share.interval", interval=view.show.interval(share)),
                view.say(f"verdict.{name}"),
            )
            for _, month, share in drawn
        ],
        hovertemplate=TOLD,
        customdata=[
            link(tallied(opened_in(containing(month, "month"), customer_id), "judged"))
            for _, month, _ in drawn
        ],
    )


def _few(view: View, found: Months, scale: Scale) -> go.Scatter:
    """Months with too few cases for a share: their counts, at the bottom."""
    few = {
        place: count_text(view, counts.net)
        for place, counts in enumerate(found.values())
        if counts.net.against(view.run.goal) == "few"
    }
    return go.Scatter(
        x=list(few),
        y=[scale.low] * len(few),
        mode="text",
        text=list(few.values()),
        textposition="top center",
        textfont={"color": QUIET},
        hoverinfo="skip",
    )


def _label(view: View, month: date, found: Months, window: Sequence[date], selected: date) -> str:
    whole = found[month].net.whole
    name = view.show.short_month(month)
    below = None
    if month == view.running_month:
        below = view.say("trend.running")
    elif month == window[0] or month.month == 1:
        below = str(month.year)
    return "<br>".join(
        each
        for each in (
            f"<b>{lines(name)}</b>" if month == selected else lines(name),
            view.show.number(whole) if whole else "–",
            below,
        )
        if each
    )


def _row(view: View, month: date, counts: Counts, customer_id: str) -> Cells:
    share = counts.net
    return (
        view.month(month),
        share_text(view, share) if share.is_telling else "–",
        counts_of(view, share, opened_in(containing(month, "month"), customer_id)),
        view.show.interval(share) if share.is_telling else "–",
        verdict(view, share),
    )


def _ticks(scale: Scale) -> list[float]:
    tens = range(round(scale.low * 10), 11)
    return [ten / 10 for ten in tens if len(tens) <= 6 or ten % 2 == 0]
