"""Where a customer's time goes: the share by severity, and how much of the target was used."""

from collections.abc import Mapping, Sequence
from typing import Any

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
    pattern,
    safe,
)
from dashboards.components.shares import Scale, count_text, verdict_of
from dashboards.components.table import Column
from dashboards.markup import filled
from dashboards.selecting import counts_of, link, number, part_of, tallied
from dashboards.view import View
from pipeline.marts.selection import FULLEST, Selection
from pipeline.marts.timeliness import SeverityInTime, UseOfTarget
from pipeline.palette import MET, MISSED
from pipeline.statistics.shares import Share

SEVERITIES_HEIGHT, HISTOGRAM_HEIGHT, PANEL_WIDTH = 250, 250, 130
METRICS = ("first_response", "follow_up")
TOP = 1.04
LIMIT = 10
"""Tenths of the target: up to here it was kept."""


def severities_chart(view: View, found: Sequence[SeverityInTime], selection: Selection) -> Chart:
    """A panel per severity: first responses and follow-ups with their intervals."""
    severities = list(dict.fromkeys(each.severity for each in found))
    scale = Scale.of_intervals((each.share for each in found), view.run.goal)
    layout: dict[str, Any] = {}
    marks, shapes, titles = [], [], []
    width = 1 / max(len(severities), 1)
    for place, severity in enumerate(severities):
        number = "" if place == 0 else str(place + 1)
        mine = [each for each in found if each.severity == severity]
        marks += _panel(view, mine, number, scale, selection)
        left, right = place * width, (place + 1) * width - 0.02
        layout[f"xaxis{number}"] = {
            "domain": [left, right],
            "anchor": f"y{number}",
            "range": [-0.5, 1.5],
            "tickvals": [0, 1],
            "ticktext": [safe(view.say(f"chart.severities.{metric}")) for metric in METRICS],
            "tickangle": 0,
        }
        layout[f"yaxis{number}"] = {
            "anchor": f"x{number}",
            "range": [scale.low, TOP],
            "tickvals": [scale.low, view.run.goal, 1],
            "ticktext": [view.show.percent(each) for each in (scale.low, view.run.goal, 1)],
            "showgrid": True,
            "showticklabels": place == 0,
        }
        goal = level(view.run.goal)
        shapes.append({**goal, "x0": left, "x1": right, "yref": f"y{number}"})
        titles.append(
            {
                "text": f"<b>{safe(view.severity(severity))}</b>",
                "x": left,
                "y": 1,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
            }
        )
    drawn = figure(view, marks, shapes=shapes, annotations=titles, margin={"t": 28}, **layout)
    columns = [
        Column(view.say("promise.severity")),
        Column(view.say("promise.response")),
        Column(view.say("promise.share"), is_number=True),
        Column(view.say("column.counted"), is_number=True),
        Column(view.say("report.guide.interval"), is_number=True),
        Column(view.say("column.goal")),
    ]
    rows = [
        (
            view.severity(each.severity),
            view.say(f"metric.{each.metric}"),
            view.show.share(each.share) if each.share.is_telling else "–",
            counts_of(view, each.share, _behind(each, selection)),
            view.show.interval(each.share) if each.share.is_telling else "–",
            verdict_of(view, each.share.against(view.run.goal)),
        )
        for each in found
    ]
    return Chart(drawn, SEVERITIES_HEIGHT, columns, rows, PANEL_WIDTH * len(severities))


def _panel(
    view: View,
    found: Sequence[SeverityInTime],
    number: str,
    scale: Scale,
    selection: Selection,
) -> list[go.Scatter]:
    """A mark per metric with enough cases; of one with too few their counts, at the bottom."""
    axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    telling = [each for each in found if each.share.is_telling]
    few = [each for each in found if not each.share.is_telling]
    verdicts = [each.share.against(view.run.goal) for each in telling]
    values = [each.share.value for each in telling]
    intervals = [each.share.interval for each in telling]

    def leads(drawn: Sequence[SeverityInTime]) -> list[str]:
        return [link(tallied(_behind(each, selection), "judged")) for each in drawn]

    marks = go.Scatter(
        x=[METRICS.index(each.metric) for each in telling],
        y=values,
        mode="markers",
        marker={
            "symbol": [SYMBOLS[each] for each in verdicts],
            "color": [TONES[each] for each in verdicts],
            "size": MARK_SIZE,
        },
        error_y=interval(values, [low for low, _ in intervals], [high for _, high in intervals]),
        hovertext=[_told(view, each) for each in telling],
        hovertemplate=TOLD,
        customdata=leads(telling),
        **axes,
    )
    counts = go.Scatter(
        x=[METRICS.index(each.metric) for each in few],
        y=[scale.low] * len(few),
        mode="text",
        text=[f"{each.met_count}/{each.counted_count}" for each in few],
        textposition="top center",
        hovertext=[_told(view, each) for each in few],
        hovertemplate=TOLD,
        customdata=leads(few),
        **axes,
    )
    return [marks, counts]


def _behind(each: SeverityInTime, selection: Selection) -> Selection:
    return selection.narrowed({"severity": (str(each.severity),), "metric": (each.metric,)})


def _told(view: View, each: SeverityInTime) -> str:
    share = each.share
    name = f"{view.severity(each.severity)}, {view.say(f'metric.{each.metric}')}"
    verdict = view.say(f"verdict.{share.against(view.run.goal)}")
    if not share.is_telling:
        return lines(name, count_text(view, share), verdict)
    return lines(
        name,
        f"{view.show.share(share)} · {count_text(view, share)}",
        view.say("share.interval", interval=view.show.interval(share)),
        verdict,
    )


def severities_message(view: View, found: Sequence[SeverityInTime], selection: Selection) -> str:
    """Which severity and metric had the lowest share in a year."""
    period = view.named(view.year_told)
    telling = [each for each in found if each.share.is_telling]
    if not telling:
        return view.say("chart.severities.few", period=period)
    lowest = min(telling, key=lambda each: each.share.value)
    return filled(
        view.say,
        "chart.severities.lowest",
        what=f"{view.severity(lowest.severity)}, {view.say(f'metric.{lowest.metric}')}",
        share=view.show.share(lowest.share),
        counts=counts_of(view, lowest.share, _behind(lowest, selection)),
        period=period,
    )


def targets_chart(view: View, found: Sequence[UseOfTarget], selection: Selection) -> Chart:
    """How many responses took how much of their target, in tenths; behind the limit it was late."""
    counts: Mapping[int, UseOfTarget] = {each.tenths: each for each in found}
    steps = range(1, max([*counts, LIMIT + 2]) + 1)
    tones = {"met": MET, "breached": MISSED}
    bars = []
    for outcome, tone in tones.items():
        mine = [each for each in steps if (each <= LIMIT) == (outcome == "met")]
        bars.append(
            go.Bar(
                name=safe(view.say(f"report.outcome.{outcome}")),
                x=[step - 0.5 for step in mine],
                y=[counts[step].counted_count if step in counts else 0 for step in mine],
                width=0.94,
                marker={"color": tone, "pattern": pattern(outcome)},
                hovertext=[
                    lines(used_step(view, step), view.say("chart.targets.count", count=count))
                    for step in mine
                    if (count := counts[step].counted_count if step in counts else 0) >= 0
                ],
                hovertemplate=TOLD,
                customdata=[
                    link(_used(selection, step)) if step in counts else "" for step in mine
                ],
            )
        )
    ticks = [tick for tick in range(0, len(steps) + 1, 5) if tick < FULLEST]
    drawn = figure(
        view,
        bars,
        barmode="overlay",
        showlegend=True,
        margin={"t": 40},
        xaxis={
            "range": [0, len(steps)],
            "tickvals": ticks,
            "ticktext": [view.show.percent(tick / 10) for tick in ticks],
            "tickangle": 0,
        },
        yaxis={"rangemode": "tozero", "showgrid": True, "nticks": 4},
        shapes=[level(LIMIT, across="x")],
        annotations=[
            {
                "text": safe(view.say("chart.targets.limit")),
                "x": LIMIT,
                "y": 1,
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "top",
                "xshift": 6,
                "showarrow": False,
            }
        ],
    )
    columns = [
        Column(view.say("chart.targets.used")),
        Column(view.say("column.counted"), is_number=True),
    ]
    rows = [
        (
            used_step(view, each.tenths),
            number(view, each.counted_count, _used(selection, each.tenths)),
        )
        for each in found
    ]
    return Chart(drawn, HISTOGRAM_HEIGHT, columns, rows)


def _used(selection: Selection, tenths: int) -> Selection:
    return selection.narrowed({"used": (str(tenths),)})


def used_step(view: View, tenths: int) -> str:
    """More than 90 % up to 100 % of the target."""
    low, high = view.show.percent((tenths - 1) / 10), view.show.percent(tenths / 10)
    if tenths == FULLEST:
        return view.say("chart.targets.beyond", low=low)
    return view.say("chart.targets.step", low=low, high=high)


def targets_message(view: View, found: Sequence[UseOfTarget], selection: Selection) -> str:
    """How many took no more than half of their target in the period, how many more than all."""
    period = view.named(view.period)
    whole = sum(each.counted_count for each in found)
    half = Share(sum(each.counted_count for each in found if each.tenths <= LIMIT // 2), whole)
    late = sum(each.late_count for each in found)
    return filled(
        view.say,
        "chart.targets.message",
        late,
        number(view, late, tallied(selection, "breached")),
        half=part_of(view, half, None, tallied(selection, "judged")),
        period=period,
    )
