"""A conversation on a line of time: who wrote when, what was owed, when it was due."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import plotly.graph_objects as go
import streamlit as st

from dashboards import address
from dashboards.components.chart import (
    MARK_SIZE,
    TOLD,
    TONES,
    Chart,
    figure,
    lines,
    safe,
    show_chart,
)
from dashboards.components.table import Column
from dashboards.components.time_axis import Bar, TimeAxis, lanes_axis
from dashboards.markup import tag
from dashboards.ticket_history import Conversation
from dashboards.view import View
from pipeline.explanation import Explanation
from pipeline.explanation.tables import event_row, leg_row
from pipeline.explanation.voice import Voice
from pipeline.marts.explanation import Event, LegInFull
from pipeline.palette import QUIET

Reach = Literal["whole", "response", "deadline"]
SYMBOLS = {"customer": "circle", "agent": "square", "others": "line-ns-open"}
LANE_HEIGHT, AXIS_HEIGHT = 38, 76


def timeline_figure(view: View, found: Conversation, selected: Explanation) -> None:
    """Show the whole conversation; by the address as far as one response, or its deadline."""
    reach = _reach(selected)
    links = [
        tag(
            "a",
            view.say(f"ticket.reach.{each}", number=str(selected.response.cycle_number)),
            href=address.here(response=str(selected.response.cycle_number), reach=each),
            aria_current="true" if each == reach else None,
        )
        for each in _reaches(selected)
    ]
    st.html(tag("p", view.say("ticket.reach.shown"), " ", *links, class_="sla-choices"))
    chart = timeline(view, found, selected, reach)
    show_chart(view, "timeline", in_words(view, selected), chart)


def _reaches(selected: Explanation) -> Sequence[Reach]:
    return [each for each in get_args(Reach) if each != "deadline" or selected.response.due_at]


def _reach(selected: Explanation) -> Reach:
    """What the address says; else the response that it names, else all of it."""
    default = "response" if address.said("response") else "whole"
    wanted = address.said("reach") or default
    return next((each for each in _reaches(selected) if each == wanted), "whole")


def timeline(
    view: View, found: Conversation, selected: Explanation, reach: Reach = "response"
) -> Chart:
    """Opening hours as a wash, events as marks, what is owed and counted as bars."""
    response = selected.response
    zone = ZoneInfo(response.time_zone)
    whole = TimeAxis(*found.whole_span, zone)
    axis = TimeAxis(*found.reaching(selected, reach), zone)
    voice, names = _voice(view, selected), lanes(view, selected)
    places = {name: place for place, name in enumerate(names)}
    bars = (
        *_owed(view, found, places),
        *_targets(voice, selected, places),
        *_counted(view, selected, places),
    )
    due_at = response.due_at
    drawn = figure(
        view,
        [
            whole.open_hours(view, response.calendar_id, len(names)),
            axis.bars(bars),
            *(_events(voice, lane, found, axis, places[lane]) for lane in SYMBOLS),
        ],
        barmode="overlay",
        dragmode="zoom",
        margin={"t": 24},
        uirevision=f"{response.response_id} {reach}",
        xaxis=axis.layout(view),
        yaxis=lanes_axis([safe(name) for name in names.values()]),
        shapes=[axis.line(due_at)] if due_at else [],
        annotations=[axis.label(due_at, _due(view, voice, due_at))] if due_at else [],
    )
    columns = [
        Column(voice.say(name))
        for name in (
            *("explained.events.occurred_at", "explained.events.actor"),
            *("column.what", "column.effect"),
        )
    ]
    rows = [event_row(event, _pausing(found), voice) for event in found.events]
    return Chart(drawn, LANE_HEIGHT * len(names) + AXIS_HEIGHT, columns, rows)


def lanes(view: View, selected: Explanation) -> Mapping[str, str]:
    """From top to bottom: who writes, what is owed, every target there was, what the clock counts.

    A target alone is told by what is owed and its deadline.
    """
    targets = {_target(leg): _target_name(view, leg) for leg in _targets_of(selected)}
    return {
        **{name: view.say(f"ticket.lane.{name}") for name in (*SYMBOLS, "owed")},
        **targets,
        "clock": view.say("ticket.lane.clock"),
    }


def _voice(view: View, selected: Explanation) -> Voice:
    """The viewer's language, on the clock of the response."""
    response = selected.response
    return Voice.of(view.say.language, response.time_zone, response.working_day_seconds)


def in_words(view: View, selected: Explanation) -> str:
    """The selected response in words."""
    voice = _voice(view, selected)
    response, moment = selected.response, voice.show.moment
    said = [view.say("ticket.timeline.opened", at=moment(response.opened_at))]
    if response.due_at:
        said.append(_due(view, voice, response.due_at))
    if response.closed_at:
        said.append(view.say("ticket.timeline.closed", at=moment(response.closed_at)))
    for leg in _targets_of(selected):
        *_, verdict = leg_row(leg, selected, voice)
        said.append(f"{_target_name(view, leg)}: {verdict}")
    return "; ".join(said)


def _due(view: View, voice: Voice, due_at: datetime) -> str:
    return view.say("ticket.timeline.due", moment=voice.show.moment(due_at))


def _pausing(found: Conversation) -> set[str]:
    """Ids of the events that stopped a clock."""
    return {pause.paused_by_event_id for each in found.explanations for pause in each.pauses}


def _lane(event: Event) -> str:
    if event.kind == "message" and event.actor_kind in ("customer", "agent"):
        return event.actor_kind
    return "others"


def _events(voice: Voice, lane: str, found: Conversation, axis: TimeAxis, place: int) -> go.Scatter:
    """The events of a lane: filled in blue what counted, grey what changed nothing."""
    drawn = [event for event in found.events if _lane(event) == lane]
    tones = [QUIET if event.effect == "ignored" else TONES["met"] for event in drawn]
    told = [event_row(event, _pausing(found), voice) for event in drawn]
    return go.Scatter(
        x=[axis.at(event.occurred_at) for event in drawn],
        y=[place] * len(drawn),
        mode="markers",
        marker={
            "symbol": SYMBOLS[lane],
            "size": MARK_SIZE + 2,
            "color": tones,
            "line": {"color": tones, "width": 2 if lane == "others" else 0},
        },
        hovertext=[lines(f"{who}: {what}", at, effect) for at, who, what, effect in told],
        hovertemplate=TOLD,
    )


def _owed(view: View, found: Conversation, places: Mapping[str, int]) -> Iterator[Bar]:
    """From each opening to its closing; red from the deadline on."""
    for each in found.explanations:
        response = each.response
        number = view.say("ticket.number", number=str(response.cycle_number))
        outcome = view.say(f"report.outcome.{response.outcome}")
        told = lines(f"{number}: {outcome}", view.severity(response.severity))
        ended_at = response.closed_at or response.as_of
        late_at = min(response.due_at or ended_at, ended_at)
        if response.outcome != "breached":
            late_at = ended_at  # a deadline at closing time is kept by the first reply next day
        tone = QUIET if response.outcome == "no_target" else TONES["met"]
        yield Bar(places["owed"], response.opened_at, late_at, tone, told)
        yield Bar(places["owed"], late_at, ended_at, TONES["missed"], told)


def _targets(voice: Voice, selected: Explanation, places: Mapping[str, int]) -> Iterator[Bar]:
    """Each target from its start to its end; red from its own deadline on."""
    for leg in _targets_of(selected):
        severity, *_, target, elapsed, verdict = leg_row(leg, selected, voice)
        told = lines(severity, target, elapsed, verdict)
        late_at = (leg.due_at or leg.leg_ended_at) if leg.is_breached else leg.leg_ended_at
        place = places[_target(leg)]
        yield Bar(place, leg.leg_started_at, late_at, TONES["met"], told)
        yield Bar(place, late_at, leg.leg_ended_at, TONES["missed"], told)


def _targets_of(selected: Explanation) -> Sequence[LegInFull]:
    return selected.legs if len(selected.legs) > 1 else ()


def _target_name(view: View, leg: LegInFull) -> str:
    return view.say("ticket.lane.target", severity=view.severity(leg.severity))


def _target(leg: LegInFull) -> str:
    return f"target-{leg.leg_number}"


def _counted(view: View, selected: Explanation, places: Mapping[str, int]) -> Iterator[Bar]:
    for segment in selected.segments:
        if segment.state != "closed":
            tone = TONES["met"] if segment.state == "running" else TONES["unsure"]
            told = lines(view.say(f"ticket.clock.{segment.state}"))
            yield Bar(places["clock"], segment.started_at, segment.ended_at, tone, told)
