"""What lies with whom now, and when customers write that are answered too late."""

from collections import Counter
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboards.components.chart import (
    TOLD,
    TONES,
    Chart,
    columns_axis,
    figure,
    heat,
    lines,
    pattern,
    rows_axis,
    safe,
)
from dashboards.components.table import Column
from dashboards.components.team.team_words import weekday_name
from dashboards.markup import filled
from dashboards.selecting import RUNNING, counts_of, link, number, owed_now, tallied
from dashboards.team_figures import WEEKDAYS, by_person
from dashboards.view import View
from pipeline.marts.at_risk import AtRisk
from pipeline.marts.selection import Selection
from pipeline.marts.timeliness import HourInTime
from pipeline.palette import MET, MISSED, QUIET
from pipeline.statistics.shares import Share

ROW_HEIGHT, AXIS_HEIGHT, CELL_HEIGHT, CELL_WIDTH = 32, 64, 40, 46
OWED: Mapping[str, tuple[str, str]] = {
    "overdue": (MISSED, "breached"),
    "running": (MET, "met"),
    "no_target": (QUIET, "unanswered"),
}
"""Tone, and whose pattern, from the left."""
FULLEST_LATE = 0.3
"""From this share of late ones on a cell is as full as it gets."""


def owed_chart(
    view: View, owed: Sequence[AtRisk], agents: Mapping[str, str], customer: str | None = None
) -> Chart:
    """A person a row, by name: overdue from the left, then what is not overdue yet."""
    found = by_person(owed, agents)
    keys = [key for key, _ in found]
    nobody = view.say("at_risk.nobody")
    names = [nobody if key is None else agents.get(key, key) for key in keys]
    counts = [Counter(_kind(each) for each in theirs) for _, theirs in found]
    called = {kind: view.say(f"chart.owed.{kind}") for kind in OWED}
    bars = [
        go.Bar(
            orientation="h",
            name=safe(called[kind]),
            y=list(range(len(found))),
            x=[count[kind] for count in counts],
            width=0.6,
            marker={"color": tone, "pattern": pattern(like)},
            text=[view.show.number(count[kind]) if count[kind] else "" for count in counts],
            textposition="inside",
            textangle=0,
            hovertext=[
                lines(name, f"{called[kind]}: {view.show.number(count[kind])}")
                for name, count in zip(names, counts, strict=True)
            ],
            hovertemplate=TOLD,
            customdata=[
                behind and link(behind) for behind in (_behind(key, kind, customer) for key in keys)
            ],
        )
        for kind, (tone, like) in OWED.items()
    ]
    drawn = figure(
        view,
        bars,
        barmode="stack",
        showlegend=True,
        margin={"t": 36},
        xaxis={"nticks": 6, "showgrid": True, "rangemode": "tozero"},
        yaxis=rows_axis([safe(name) for name in names]),
    )
    columns = [
        Column(view.say("team.name")),
        *(Column(name, is_number=True) for name in called.values()),
    ]
    rows = [
        (name, *(number(view, count[kind], _behind(key, kind, customer)) for kind in OWED))
        for key, name, count in zip(keys, names, counts, strict=True)
    ]
    return Chart(drawn, ROW_HEIGHT * len(found) + AXIS_HEIGHT, columns, rows)


def _kind(each: AtRisk) -> str:
    if each.is_overdue:
        return "overdue"
    return "running" if each.is_running else "no_target"


def _behind(agent_key: str | None, kind: str, customer: str | None) -> Selection | None:
    if agent_key is None:
        return None  # no filter is for nobody
    dues = RUNNING if kind == "running" else (kind,)
    return owed_now(*dues, customer_id=customer).narrowed({"agent": (agent_key,)})


def lateness_chart(view: View, found: Sequence[HourInTime], opened: Selection) -> Chart:
    """Weekdays in rows, hours in columns: how many came too late of those that were opened then."""
    counts = {_when(each): each for each in found}
    hours = _hours(found)
    days = [weekday for weekday in WEEKDAYS if weekday <= 5 or _is_in(found, weekday)]
    cells = [[counts.get((day, hour)) for hour in hours] for day in days]
    drawn = figure(
        view,
        [
            heat(
                len(hours),
                [[_fullness(each) for each in row] for row in cells],
                [[_words(view, each) for each in row] for row in cells],
                [[_told(view, each) for each in row] for row in cells],
                (TONES["missed"],),
                [
                    [link(tallied(_opened_at(opened, day, hour), "judged")) for hour in hours]
                    for day in days
                ],
            )
        ],
        xaxis=columns_axis(
            [view.say("chart.lateness.hour", hour=str(h)) for h in hours], side="top"
        ),
        yaxis=rows_axis([weekday_name(view, day, "abbreviated") for day in days]),
    )
    columns = [
        Column(view.say("chart.lateness.weekday")),
        Column(view.say("team.hour")),
        Column(view.say("chart.lateness.late"), is_number=True),
        Column(view.say("column.counted"), is_number=True),
    ]
    rows = [
        (
            weekday_name(view, each.weekday),
            view.say("chart.lateness.hour", hour=str(each.local_hour)),
            number(view, each.late_count, tallied(_opened_at(opened, *_when(each)), "breached")),
            number(view, each.counted_count, tallied(_opened_at(opened, *_when(each)), "judged")),
        )
        for each in found
    ]
    width = CELL_WIDTH * len(hours)
    return Chart(drawn, CELL_HEIGHT * len(days) + 36, columns, rows, width)


def _when(each: HourInTime) -> tuple[int, int]:
    return each.weekday, each.local_hour


def _opened_at(opened: Selection, weekday: int, hour: int) -> Selection:
    return opened.narrowed({"weekday": (str(weekday),), "hour": (str(hour),)})


def _hours(found: Sequence[HourInTime]) -> Sequence[int]:
    hours = [each.local_hour for each in found]
    return range(min(hours, default=9), max(hours, default=16) + 1)


def _is_in(found: Sequence[HourInTime], weekday: int) -> bool:
    return any(each.weekday == weekday for each in found)


def _late(each: HourInTime) -> Share:
    return Share(each.late_count, each.counted_count)


def _fullness(each: HourInTime | None) -> float | None:
    if each is None or not _late(each).is_telling:
        return None
    return min(1.0, _late(each).value / FULLEST_LATE)


def _words(view: View, each: HourInTime | None) -> str:
    """The share that was late above of how many; of too few the counts alone."""
    if each is None:
        return ""
    late = _late(each)
    number = view.show.number(late.whole)
    if not late.is_telling:
        return f"{view.show.number(late.part)}/{number}"
    return f"<b>{view.show.at_least(late.value)}</b><br>n {number}"


def _told(view: View, each: HourInTime | None) -> str:
    if each is None:
        return ""
    late = _late(each)
    when = f"{weekday_name(view, each.weekday)}, {_span(view, each.local_hour)}"
    counts = view.say("chart.lateness.of", late=view.show.number(late.part), count=late.whole)
    interval = None
    if late.is_telling:
        interval = view.say("share.interval", interval=view.show.interval(late))
    return lines(when, counts, interval)


def _span(view: View, hour: int) -> str:
    return view.say("chart.lateness.span", start=str(hour), end=str(hour + 1))


def lateness_message(view: View, found: Sequence[HourInTime], opened: Selection) -> str:
    """In which hour of which weekday of a year most came too late."""
    period = view.named(view.year_told)
    telling = [each for each in found if _late(each).is_telling and each.late_count]
    if not telling:
        return view.say("chart.lateness.few", period=period)
    worst = max(telling, key=lambda each: _late(each).value)
    return filled(
        view.say,
        "chart.lateness.message",
        weekday=weekday_name(view, worst.weekday),
        span=_span(view, worst.local_hour),
        late=view.show.at_least(_late(worst).value),
        counts=counts_of(view, _late(worst), _opened_at(opened, *_when(worst)), "breached"),
        period=period,
    )
