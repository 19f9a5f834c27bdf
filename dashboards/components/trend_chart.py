"""A customer's share month by month, with its intervals, against the internal goal."""

from collections.abc import Mapping, Sequence
from datetime import date

import plotly.graph_objects as go
import streamlit as st

from dashboards.components.shares import Scale, count_text, share_text
from dashboards.counts import Counts
from dashboards.view import View
from pipeline.shares import Verdict

# middling tones: at least 3 to 1 against a light page and a dark one
TONES: Mapping[Verdict, str] = {"met": "#4a86c8", "unsure": "#b7791f", "missed": "#d9534a"}
SYMBOLS: Mapping[Verdict, str] = {
    "met": "circle",
    "unsure": "diamond-open",
    "missed": "diamond",
}
QUIET = "#8a94a3"
HEIGHT = 300
NOTHING = Counts()


def trend_figure(
    view: View, counts: Mapping[date, Counts], window: Sequence[date], selected: date
) -> None:
    """Show the chart; nothing where no response counts."""
    if not any(counts[month].net.whole for month in window if month in counts):
        return
    st.plotly_chart(
        trend_chart(view, counts, window, selected),
        alt=in_words(view, counts, window),
        config={"displayModeBar": False},
        key="trend",
    )


def trend_chart(
    view: View, counts: Mapping[date, Counts], window: Sequence[date], selected: date
) -> go.Figure:
    """A mark per month with enough cases, its interval as a line; below it how many there were."""
    shares = {month: counts.get(month, NOTHING).net for month in window}
    scale = Scale.of_intervals(shares.values(), view.run.goal)
    figure = go.Figure()
    figure.add_hline(y=view.run.goal, line={"color": QUIET, "dash": "dot", "width": 1.5})
    for verdict in TONES:
        months = [m for m in window if shares[m].against(view.run.goal) == verdict]
        figure.add_trace(_marks(view, verdict, months, window, counts))
    few = [month for month in window if shares[month].against(view.run.goal) == "few"]
    figure.add_trace(
        go.Scatter(
            x=[window.index(month) for month in few],
            y=[scale.low] * len(few),
            text=[count_text(view, shares[month]) for month in few],
            mode="text",
            textposition="top center",
            textfont={"size": 11},
            hoverinfo="skip",
        )
    )
    figure.update_layout(
        height=HEIGHT,
        showlegend=False,
        margin={"l": 0, "r": 8, "t": 8, "b": 0},
        dragmode=False,
        xaxis={
            "tickvals": list(range(len(window))),
            "ticktext": [_label(view, month, counts, window, selected) for month in window],
            "range": [-0.5, len(window) - 0.5],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickangle": 0,
        },
        yaxis={
            "range": [scale.low, 1.02],
            "tickvals": [*_ticks(scale), view.run.goal],
            "ticktext": [
                *(view.show.percent(value) for value in _ticks(scale)),
                view.say("trend.goal", goal=view.show.percent(view.run.goal)),
            ],
            "fixedrange": True,
            "zeroline": False,
        },
    )
    return figure


def in_words(view: View, counts: Mapping[date, Counts], window: Sequence[date]) -> str:
    """The picture in words: every month's share."""
    return "; ".join(
        f"{view.month(month)} {share_text(view, counts[month].net)}"
        for month in window
        if month in counts and counts[month].net.whole
    )


def _marks(
    view: View,
    verdict: Verdict,
    months: Sequence[date],
    window: Sequence[date],
    counts: Mapping[date, Counts],
) -> go.Scatter:
    shares = [counts[month].net for month in months]
    return go.Scatter(
        x=[window.index(month) for month in months],
        y=[share.value for share in shares],
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [share.interval[1] - share.value for share in shares],
            "arrayminus": [share.value - share.interval[0] for share in shares],
            "color": QUIET,
            "thickness": 1,
            "width": 0,
        },
        mode="markers",
        marker={
            "color": TONES[verdict],
            "symbol": SYMBOLS[verdict],
            "size": 11,
            "line": {"color": TONES[verdict], "width": 2},
        },
        customdata=[
            [
                view.month(month),
                view.show.share(share),
                count_text(view, share),
                view.show.interval(share),
                view.say(f"verdict.{verdict}"),
            ]
            for month, share in zip(months, shares, strict=True)
        ],
        hovertemplate=(
            "<b>%{customdata[0]}</b><br>%{customdata[1]} · %{customdata[2]}"
            "<br>%{customdata[3]}<br>%{customdata[4]}<extra></extra>"
        ),
    )


def _label(
    view: View,
    month: date,
    counts: Mapping[date, Counts],
    window: Sequence[date],
    selected: date,
) -> str:
    whole = counts.get(month, NOTHING).net.whole
    name = view.show.short_month(month)
    lines = [
        f"<b>{name}</b>" if month == selected else name,
        view.show.number(whole) if whole else "–",
    ]
    if month == view.running_month:
        lines.append(view.say("trend.running"))
    elif month == window[0] or month.month == 1:
        lines.append(str(month.year))
    return "<br>".join(lines)


def _ticks(scale: Scale) -> list[float]:
    tens = range(round(scale.low * 10), 11)
    return [ten / 10 for ten in tens if len(tens) <= 6 or ten % 2 == 0]
