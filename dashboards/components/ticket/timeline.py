"""A conversation on a line of time: who wrote when, what was owed, when it was due."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import plotly.graph_objects as go
import streamlit as st

from dashboards.components.trend_chart import QUIET, TONES
from dashboards.ticket import Conversation
from dashboards.view import View
from pipeline import marts
from pipeline.explanation import Event, Explanation
from pipeline.explanation.tables import event_row
from pipeline.explanation.voice import Voice
from pipeline.marts.records import records
from pipeline.wording.formatting import Formatting

LANES = ("customer", "agent", "others", "owed", "clock")
"""From top to bottom: three of who writes, what is owed, and what the clock counts."""
LANE_HEIGHT = 46
OPEN = "rgba(74, 134, 200, 0.13)"
DAY = timedelta(days=1)
STEPS = [
    *(timedelta(minutes=m) for m in (15, 30, 60, 180, 360)),
    *(n * DAY for n in (1, 2, 7, 28, 364)),
]
MOST_TICKS = 9
MARKS = {"customer": "circle", "agent": "square", "others": "line-ns-open"}


@dataclass(frozen=True)
class Stretch:
    """From when to when a calendar is open."""

    started_at: datetime
    ended_at: datetime


def timeline_figure(view: View, found: Conversation, selected: Explanation) -> None:
    """Show the picture of the selected response, and what else happened meanwhile."""
    st.plotly_chart(
        timeline(view, found, selected),
        alt=in_words(view, selected),
        config={"displayModeBar": False},
        key=f"timeline-{selected.response.response_id}",
    )


def timeline(view: View, found: Conversation, selected: Explanation) -> go.Figure:
    """Opening hours as a wash, events as marks, what is owed and counted as bars."""
    zone = ZoneInfo(selected.response.time_zone)
    started_at, ended_at = found.span(selected)
    figure = go.Figure()
    for stretch in _open(view, selected, started_at, ended_at):
        figure.add_vrect(
            x0=wall_time(stretch.started_at, zone),
            x1=wall_time(stretch.ended_at, zone),
            fillcolor=OPEN,
            line_width=0,
            layer="below",
        )
    for bar in (*_owed(view, found, zone), *_counted(view, selected, zone)):
        figure.add_trace(bar)
    voice = Voice.of(view.say.language, selected.response.time_zone)
    ticks = _ticks(voice.show, wall_time(started_at, zone), wall_time(ended_at, zone))
    shown = [event for event in found.events if started_at <= event.occurred_at <= ended_at]
    for lane in MARKS:
        events = [event for event in shown if _lane(event) == lane]
        figure.add_trace(_events(voice, lane, events, zone))
    if due_at := selected.response.due_at:
        figure.add_vline(
            x=wall_time(due_at, zone), line={"color": QUIET, "dash": "dot", "width": 1.5}
        )
        figure.add_annotation(
            x=wall_time(due_at, zone),
            y=1,
            yref="paper",
            yanchor="bottom",
            showarrow=False,
            text=view.say("ticket.timeline.due", moment=voice.show.moment(due_at)),
        )
    figure.update_layout(
        height=LANE_HEIGHT * len(LANES) + 60,
        showlegend=False,
        margin={"l": 0, "r": 8, "t": 24, "b": 0},
        dragmode=False,
        barmode="overlay",
        xaxis={
            "range": [wall_time(started_at, zone), wall_time(ended_at, zone)],
            "showgrid": False,
            "zeroline": False,
            "tickvals": list(ticks),
            "ticktext": list(ticks.values()),
            "fixedrange": True,
            "tickangle": 0,
        },
        yaxis={
            "tickvals": list(range(len(LANES))),
            "ticktext": [view.say(f"ticket.lane.{name}") for name in LANES],
            "range": [len(LANES) - 0.4, -0.6],
            "fixedrange": True,
            "zeroline": False,
        },
    )
    return figure


def in_words(view: View, selected: Explanation) -> str:
    """The picture in words."""
    show = Voice.of(view.say.language, selected.response.time_zone).show
    response = selected.response
    said = [view.say("ticket.timeline.opened", at=show.moment(response.opened_at))]
    if response.due_at:
        said.append(view.say("ticket.timeline.due", moment=show.moment(response.due_at)))
    if response.closed_at:
        said.append(view.say("ticket.timeline.closed", at=show.moment(response.closed_at)))
    return "; ".join(said)


def _open(
    view: View, selected: Explanation, started_at: datetime, ended_at: datetime
) -> Sequence[Stretch]:
    calendar_id = selected.response.calendar_id
    found = view.frame(marts.open_stretches, calendar_id, started_at, ended_at)
    return records(found, Stretch)


def _lane(event: Event) -> str:
    if event.kind == "message" and event.actor_kind in ("customer", "agent"):
        return event.actor_kind
    return "others"


def _events(voice: Voice, lane: str, events: Sequence[Event], zone: ZoneInfo) -> go.Scatter:
    counted = [event.effect != "ignored" for event in events]
    return go.Scatter(
        x=[wall_time(event.occurred_at, zone) for event in events],
        y=[LANES.index(lane)] * len(events),
        mode="markers",
        marker={
            "symbol": MARKS[lane],
            "size": 11,
            "color": [TONES["met"] if counts else QUIET for counts in counted],
            "line": {"color": [TONES["met"] if c else QUIET for c in counted], "width": 2},
        },
        customdata=[event_row(event, (), voice) for event in events],
        hovertemplate="<b>%{customdata[1]}: %{customdata[2]}</b><br>%{customdata[0]}"
        "<br>%{customdata[3]}<extra></extra>",
    )


def _owed(view: View, found: Conversation, zone: ZoneInfo) -> Iterator[go.Scatter]:
    """From each opening to its closing; red from the deadline on."""
    for each in found.explanations:
        response = each.response
        number = view.say("ticket.number", number=str(response.cycle_number))
        told = f"{number}: {view.say(f'ticket.outcome.{response.outcome}')}"
        ended_at = response.closed_at or response.as_of
        late_at = min(response.due_at or ended_at, ended_at)
        if response.outcome != "breached":
            late_at = ended_at  # a deadline at closing time is kept by the first reply next day
        tone = QUIET if response.outcome == "no_target" else TONES["met"]
        yield _bar("owed", response.opened_at, late_at, tone, told, zone)
        if late_at < ended_at:
            yield _bar("owed", late_at, ended_at, TONES["missed"], told, zone)


def _counted(view: View, selected: Explanation, zone: ZoneInfo) -> Iterable[go.Scatter]:
    for segment in selected.segments:
        if segment.state != "closed":
            is_running = segment.state == "running"
            yield _bar(
                "clock",
                segment.started_at,
                segment.ended_at,
                TONES["met"] if is_running else TONES["unsure"],
                view.say(f"ticket.clock.{segment.state}"),
                zone,
            )


def _bar(
    lane: str, started_at: datetime, ended_at: datetime, colour: str, told: str, zone: ZoneInfo
) -> go.Scatter:
    return go.Scatter(
        x=[wall_time(started_at, zone), wall_time(ended_at, zone)],
        y=[LANES.index(lane)] * 2,
        mode="lines",
        line={"color": colour, "width": 10},
        hoveron="points",
        text=[told, told],
        hovertemplate="%{text}<extra></extra>",
    )


def wall_time(instant: datetime, zone: ZoneInfo) -> datetime:
    """The wall clock's time: Plotly knows no zones."""
    return instant.astimezone(zone).replace(tzinfo=None)


def _ticks(show: Formatting, started_at: datetime, ended_at: datetime) -> dict[datetime, str]:
    """Wall times to write below the line, at most MOST_TICKS: hours of a day or two, else days."""
    steps = next(step for step in STEPS if (ended_at - started_at) / step <= MOST_TICKS)
    at = started_at.replace(hour=0, minute=0, second=0, microsecond=0)
    ticks: dict[datetime, str] = {}
    while at < ended_at:
        if at >= started_at:
            midnight = datetime.combine(at.date() + DAY, time())
            has_room = at + 2 * steps <= midnight or midnight >= ended_at
            is_named = at.time() == time() or (not ticks and has_room)
            day = f"<br>{show.short_day(at.date())}" if is_named else ""
            ticks[at] = f"{at:%H:%M}{day}" if steps < DAY else show.short_day(at.date())
        at += steps
    return ticks
