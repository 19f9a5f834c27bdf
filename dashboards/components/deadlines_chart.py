"""The deadlines of today and of the next opening day: a lane per person, and now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any, Literal
from zoneinfo import ZoneInfo

import plotly.graph_objects as go

from dashboards import address
from dashboards.components.chart import MARK_SIZE, TOLD, TONES, Chart, figure, lines, safe
from dashboards.components.due import what
from dashboards.components.table import Column
from dashboards.components.time_axis import TimeAxis, lanes_axis
from dashboards.selecting import link, owed_now
from dashboards.view import View
from pipeline.marts.at_risk import AtRisk
from pipeline.marts.stretches import OpeningDay

LANE_HEIGHT, AXIS_HEIGHT, LEAST_WIDTH = 34, 84, 620
DAY = timedelta(days=1)
MARGIN = timedelta(minutes=30)
MOST_TOLD = 6

Urgency = Literal["overdue", "soon", "later"]
LOOKS: Mapping[Urgency, tuple[str, str]] = {
    "overdue": ("diamond", TONES["missed"]),
    "soon": ("diamond-open", TONES["unsure"]),
    "later": ("circle", TONES["met"]),
}
"""Symbol and tone."""


@dataclass(frozen=True)
class Deadline:
    """What one person owes at one instant."""

    agent_key: str | None
    due_at: datetime
    responses: Sequence[AtRisk]

    @property
    def urgency(self) -> Urgency:
        """Of the most urgent one."""
        if any(each.is_overdue for each in self.responses):
            return "overdue"
        return "soon" if any(each.is_due_soon for each in self.responses) else "later"


def deadlines(found: Sequence[AtRisk], days: Sequence[OpeningDay]) -> list[Deadline]:
    """What falls due from the first of these days on, up to the end of the last."""
    if not days:
        return []
    first, last = _reach(days)
    coming = [each for each in found if each.due_at and first <= each.due_at <= last]

    def at(each: AtRisk) -> tuple[str, datetime]:
        return each.agent_key or "", each.due_at or last

    return [
        Deadline(agent_key or None, due_at, list(members))
        for (agent_key, due_at), members in groupby(sorted(coming, key=at), key=at)
    ]


def _reach(days: Sequence[OpeningDay]) -> tuple[datetime, datetime]:
    return days[0].opens_at, days[-1].closes_at


def deadlines_chart(
    view: View,
    found: Sequence[Deadline],
    days: Sequence[OpeningDay],
    agents: Mapping[str, str],
    now: datetime,
) -> Chart:
    """A mark per instant and person, how many where they are several; opening hours as a wash.

    The line is now, or the moment of the data, once they are of former days.
    """
    first, last = _reach(days)
    is_now = not view.is_stale and first - DAY < now <= last
    at = now if is_now else view.run.as_of
    axis = TimeAxis(min(first, at) - MARGIN, last + MARGIN, ZoneInfo(view.run.default_time_zone))
    line = on_a_day(at, days)
    names = {
        key: agents.get(key or "", view.say("at_risk.nobody")) for key in _lanes(found, agents)
    }
    places = {key: place for place, key in enumerate(names)}
    marks = [
        _marks(view, axis, [each for each in found if each.urgency == urgency], urgency, places)
        for urgency in LOOKS
    ]
    drawn = figure(
        view,
        [axis.open_hours(view, view.run.default_calendar_id, len(names)), *marks],
        barmode="overlay",
        dragmode="zoom",
        showlegend=True,
        margin={"t": 52},
        legend={"y": 1, "yref": "container", "yanchor": "top"},
        xaxis={**axis.layout(view), "rangebreaks": _nights(axis, days)},
        yaxis=lanes_axis([safe(name) for name in names.values()]),
        shapes=[{**axis.line(line), "line": {"color": TONES["missed"], "width": 1.5}}],
        annotations=[axis.label(line, safe(_line_said(view, at, is_now)))],
    )
    columns = [
        Column(view.say("choice.agent")),
        Column(view.say("column.due_at")),
        Column(view.say("column.ticket")),
    ]
    rows = [
        (names[each.agent_key], view.show.moment(each.due_at), _told_of(view, response))
        for each in sorted(found, key=lambda each: each.due_at)
        for response in each.responses
    ]
    return Chart(drawn, LANE_HEIGHT * len(names) + AXIS_HEIGHT, columns, rows, LEAST_WIDTH)


def _nights(axis: TimeAxis, days: Sequence[OpeningDay]) -> list[dict[str, Any]]:
    """What lies between the days, which is not drawn."""
    return [{"bounds": [axis.at(begins), axis.at(ends)]} for begins, ends in _left_out(days)]


def _left_out(days: Sequence[OpeningDay]) -> list[tuple[datetime, datetime]]:
    between = ((one.closes_at + MARGIN, other.opens_at - MARGIN) for one, other in pairwise(days))
    return [(begins, ends) for begins, ends in between if begins < ends]


def on_a_day(at: datetime, days: Sequence[OpeningDay]) -> datetime:
    """Where an instant is drawn; of a night that is not, at its end: Plotly has no place for it."""
    nights = _left_out(days)
    return next((ends for begins, ends in nights if begins <= at < ends), at)


def _line_said(view: View, at: datetime, is_now: bool) -> str:
    if not is_now:
        return view.say("chart.deadlines.as_of", moment=view.show.moment(at))
    local = at.astimezone(ZoneInfo(view.run.default_time_zone))
    return view.say("chart.deadlines.now", time=f"{local:%H:%M}")


def _lanes(found: Sequence[Deadline], agents: Mapping[str, str]) -> list[str | None]:
    """Everybody with a deadline, by name; nobody's last."""
    keys = {each.agent_key for each in found}
    return sorted(keys, key=lambda key: (key is None, agents.get(key or "", ""), key or ""))


def _marks(
    view: View,
    axis: TimeAxis,
    drawn: Sequence[Deadline],
    urgency: Urgency,
    places: Mapping[str | None, int],
) -> go.Scatter:
    symbol, tone = LOOKS[urgency]
    counts = [len(each.responses) for each in drawn]
    return go.Scatter(
        name=safe(view.say(f"chart.deadlines.{urgency}")),
        x=[axis.at(each.due_at) for each in drawn],
        y=[places[each.agent_key] for each in drawn],
        mode="markers+text",
        marker={
            "symbol": symbol,
            "color": tone,
            "size": MARK_SIZE + 3,
            "line": {"width": 2, "color": tone},
        },
        text=["" if count == 1 else f"×{view.show.number(count)}" for count in counts],
        textposition="middle right",
        hovertext=[_told(view, each) for each in drawn],
        hovertemplate=TOLD,
        customdata=[_behind(each) for each in drawn],
    )


def _told(view: View, deadline: Deadline) -> str:
    told = [_told_of(view, each) for each in deadline.responses[:MOST_TOLD]]
    others = len(deadline.responses) - len(told)
    more = view.say("rows.others", count=others) if others else None
    return lines(view.show.moment(deadline.due_at), *told, more)


def _told_of(view: View, each: AtRisk) -> str:
    return f"{each.customer_name}, {each.code}: {what(view, each)}"


def _behind(deadline: Deadline) -> str:
    """Where one leads: to its ticket; several to their list."""
    if len(deadline.responses) == 1:
        return address.response(deadline.responses[0].response_id)
    tickets = tuple(f"{each.source}:{each.ticket_id}" for each in deadline.responses)
    return link(owed_now().narrowed({"ticket": tickets}))


def deadlines_message(view: View, found: Sequence[Deadline], days: Sequence[OpeningDay]) -> str:
    """How many are due on which day."""
    zone = ZoneInfo(view.run.default_time_zone)
    counts = [
        sum(
            len(each.responses)
            for each in found
            if each.due_at.astimezone(zone).date() == day.local_date
        )
        for day in days
    ]
    told = [
        view.say("chart.deadlines.day", day=view.show.short_day(day.local_date), count=count)
        for day, count in zip(days, counts, strict=True)
    ]
    return view.say("chart.deadlines.message", days=", ".join(told))
