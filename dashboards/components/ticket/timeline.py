"""A conversation on a line of time: who wrote when, what was owed, when it was due."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dashboards.components.chart import (
    DOTTED,
    TONES,
    Label,
    Spec,
    labelled,
    layer,
    points,
    show_chart,
    tooltip,
)
from dashboards.ticket_history import Conversation
from dashboards.view import View
from pipeline import marts
from pipeline.explanation import Explanation
from pipeline.explanation.tables import event_row, leg_row
from pipeline.explanation.voice import Voice
from pipeline.marts.explanation import Event, LegInFull
from pipeline.marts.records import records
from pipeline.marts.stretches import Stretch
from pipeline.palette import QUIET
from pipeline.wording.formatting import Formatting

SHAPES = {"customer": "circle", "agent": "square", "others": "stroke"}
LANE_HEIGHT, AXIS_HEIGHT = 38, 56
BAR = {"type": "bar", "height": 10}
WASH = {"type": "rect", "color": TONES["met"], "opacity": 0.13}
END = {"field": "to"}
DAY = timedelta(days=1)
STEPS = [
    *(timedelta(minutes=m) for m in (15, 30, 60, 180, 360)),
    *(n * DAY for n in (1, 2, 7, 28, 364)),
]
MOST_TICKS = 7


@dataclass(frozen=True)
class Span:
    """What the picture reaches over, on the calendar's wall clock, which Vega does not know."""

    started_at: datetime
    ended_at: datetime
    zone: ZoneInfo

    def at(self, instant: datetime) -> float:
        """Where an instant lies: wall-clock seconds from the left edge, at most at an edge."""
        wall = wall_time(instant, self.zone)
        return (min(max(wall, self.started_at), self.ended_at) - self.started_at).total_seconds()

    @property
    def seconds(self) -> float:
        """How wide the picture is."""
        return (self.ended_at - self.started_at).total_seconds()


def timeline_figure(view: View, found: Conversation, selected: Explanation) -> None:
    """Show the picture of the selected response, and what else happened meanwhile."""
    show_chart(
        timeline(view, found, selected),
        LANE_HEIGHT * len(lanes(view, selected)) + AXIS_HEIGHT,
        in_words(view, selected),
        key=f"timeline-{selected.response.response_id}",
    )


def timeline(view: View, found: Conversation, selected: Explanation) -> Sequence[Spec]:
    """Opening hours as a wash, events as marks, what is owed and counted as bars."""
    zone = ZoneInfo(selected.response.time_zone)
    started_at, ended_at = found.span(selected)
    span = Span(wall_time(started_at, zone), wall_time(ended_at, zone), zone)
    voice = _voice(view, selected)
    ticks = {
        (wall - span.started_at).total_seconds(): label
        for wall, label in _ticks(voice.show, span.started_at, span.ended_at).items()
    }
    # days may give way to each other on a phone, but midnights not to the hours around them
    are_days = all(isinstance(label, str) for label in ticks.values())
    overlap = {"labelOverlap": "greedy", "labelSeparation": 4} if are_days else {}
    x = {
        "field": "from",
        "type": "quantitative",
        "scale": {"domain": [0, span.seconds], "nice": False},
        "axis": labelled(ticks, grid=False, labelAngle=0, **overlap),
    }
    labels = lanes(view, selected)
    y = {
        "field": "lane",
        "type": "nominal",
        "scale": {"domain": list(labels)},
        "axis": labelled(labels, grid=True, tickBand="center"),
    }
    bars = (
        *_owed(view, found, span),
        *_targets(voice, selected, span),
        *_counted(view, selected, span),
    )
    shown = [event for event in found.events if started_at <= event.occurred_at <= ended_at]
    return [
        layer(_open(view, selected, started_at, ended_at, span), WASH, x=x, x2=END),
        *_due(view, voice, selected, span, x),
        _bars(bars, x, y),
        *(
            _events(voice, lane, [each for each in shown if _lane(each) == lane], span, x, y)
            for lane in SHAPES
        ),
    ]


def lanes(view: View, selected: Explanation) -> Mapping[str, str]:
    """From top to bottom: who writes, what is owed, every target there was, what the clock counts.

    A target alone is told by what is owed and its deadline.
    """
    targets = {_target(leg): _target_name(view, leg) for leg in _targets_of(selected)}
    return {
        **{name: view.say(f"ticket.lane.{name}") for name in (*SHAPES, "owed")},
        **targets,
        "clock": view.say("ticket.lane.clock"),
    }


def _voice(view: View, selected: Explanation) -> Voice:
    """The viewer's language, on the clock of the response."""
    response = selected.response
    return Voice.of(view.say.language, response.time_zone, response.working_day_seconds)


def in_words(view: View, selected: Explanation) -> str:
    """The picture in words."""
    voice = _voice(view, selected)
    response, moment = selected.response, voice.show.moment
    said = [view.say("ticket.timeline.opened", at=moment(response.opened_at))]
    if response.due_at:
        said.append(view.say("ticket.timeline.due", moment=moment(response.due_at)))
    if response.closed_at:
        said.append(view.say("ticket.timeline.closed", at=moment(response.closed_at)))
    for leg in _targets_of(selected):
        *_, verdict = leg_row(leg, selected, voice)
        said.append(f"{_target_name(view, leg)}: {verdict}")
    return "; ".join(said)


def _open(
    view: View, selected: Explanation, started_at: datetime, ended_at: datetime, span: Span
) -> Iterator[Mapping[str, float]]:
    calendar_id = selected.response.calendar_id
    found = view.frame(marts.open_stretches, calendar_id, started_at, ended_at)
    for each in records(found, Stretch):
        yield {"from": span.at(each.started_at), "to": span.at(each.ended_at)}


def _due(view: View, voice: Voice, selected: Explanation, span: Span, x: Spec) -> Iterator[Spec]:
    """The deadline as a dotted line with its moment above."""
    if due_at := selected.response.due_at:
        said = view.say("ticket.timeline.due", moment=voice.show.moment(due_at))
        due = [{"from": span.at(due_at), "said": said}]
        yield layer(due, DOTTED, x=x)
        yield layer(due, "text", x=x, y={"value": 0}, text={"field": "said"})


def _lane(event: Event) -> str:
    if event.kind == "message" and event.actor_kind in ("customer", "agent"):
        return event.actor_kind
    return "others"


def _events(voice: Voice, lane: str, events: Sequence[Event], span: Span, x: Spec, y: Spec) -> Spec:
    is_others = lane == "others"
    mark = points(shape=SHAPES[lane], angle=90 if is_others else 0, filled=not is_others)
    counts = {"condition": {"test": "datum.counts", "value": TONES["met"]}, "value": QUIET}
    told = tooltip(
        occurred_at=voice.say("explained.events.occurred_at"), effect=voice.say("column.effect")
    )
    drawn = (_told(voice, lane, event, span) for event in events)
    return layer(drawn, mark, x=x, y=y, color=counts, tooltip=told)


def _told(voice: Voice, lane: str, event: Event, span: Span) -> Mapping[str, Any]:
    at, who, what, effect = event_row(event, (), voice)
    return {
        "from": span.at(event.occurred_at),
        "lane": lane,
        "counts": event.effect != "ignored",
        "title": f"{who}: {what}",
        "occurred_at": at,
        "effect": effect,
    }


def _owed(view: View, found: Conversation, span: Span) -> Iterator[Mapping[str, Any]]:
    """From each opening to its closing; red from the deadline on."""
    for each in found.explanations:
        response = each.response
        number = view.say("ticket.number", number=str(response.cycle_number))
        told = f"{number}: {view.say(f'report.outcome.{response.outcome}')}"
        ended_at = response.closed_at or response.as_of
        late_at = min(response.due_at or ended_at, ended_at)
        if response.outcome != "breached":
            late_at = ended_at  # a deadline at closing time is kept by the first reply next day
        tone = QUIET if response.outcome == "no_target" else TONES["met"]
        yield _bar("owed", response.opened_at, late_at, tone, told, span)
        if late_at < ended_at:
            yield _bar("owed", late_at, ended_at, TONES["missed"], told, span)


def _targets(voice: Voice, selected: Explanation, span: Span) -> Iterator[Mapping[str, Any]]:
    """Each target from its start to its end; red from its own deadline on."""
    for leg in _targets_of(selected):
        severity, *_, target, elapsed, verdict = leg_row(leg, selected, voice)
        told = f"{severity}: {target}, {elapsed}, {verdict}"
        late_at = (leg.due_at or leg.leg_ended_at) if leg.is_breached else leg.leg_ended_at
        lane = _target(leg)
        yield _bar(lane, leg.leg_started_at, late_at, TONES["met"], told, span)
        yield _bar(lane, late_at, leg.leg_ended_at, TONES["missed"], told, span)


def _targets_of(selected: Explanation) -> Sequence[LegInFull]:
    return selected.legs if len(selected.legs) > 1 else ()


def _target_name(view: View, leg: LegInFull) -> str:
    return view.say("ticket.lane.target", severity=view.severity(leg.severity))


def _target(leg: LegInFull) -> str:
    return f"target-{leg.leg_number}"


def _counted(view: View, selected: Explanation, span: Span) -> Iterator[Mapping[str, Any]]:
    for segment in selected.segments:
        if segment.state != "closed":
            tone = TONES["met"] if segment.state == "running" else TONES["unsure"]
            told = view.say(f"ticket.clock.{segment.state}")
            yield _bar("clock", segment.started_at, segment.ended_at, tone, told, span)


def _bar(
    lane: str, started_at: datetime, ended_at: datetime, colour: str, told: str, span: Span
) -> Mapping[str, Any]:
    return {
        "lane": lane,
        "from": span.at(started_at),
        "to": span.at(ended_at),
        "colour": colour,
        "title": told,
    }


def _bars(drawn: Iterable[Mapping[str, Any]], x: Spec, y: Spec) -> Spec:
    bars = (bar for bar in drawn if bar["from"] < bar["to"])
    colour = {"field": "colour", "scale": None}
    return layer(bars, BAR, x=x, x2=END, y=y, color=colour, tooltip=tooltip())


def wall_time(instant: datetime, zone: ZoneInfo) -> datetime:
    """What the clock on the wall shows."""
    return instant.astimezone(zone).replace(tzinfo=None)


def _ticks(show: Formatting, started_at: datetime, ended_at: datetime) -> Mapping[datetime, Label]:
    """Wall times to write below the line, at most MOST_TICKS: hours of a day or two, else days."""
    steps = next(step for step in STEPS if (ended_at - started_at) / step <= MOST_TICKS)
    at = started_at.replace(hour=0, minute=0, second=0, microsecond=0)
    ticks: dict[datetime, Label] = {}
    while at < ended_at:
        if at >= started_at:
            midnight = datetime.combine(at.date() + DAY, time())
            has_room = at + 2 * steps <= midnight or midnight >= ended_at
            is_named = at.time() == time() or (not ticks and has_room)
            day = [show.short_day(at.date())] if is_named else []
            ticks[at] = [f"{at:%H:%M}", *day] if steps < DAY else show.short_day(at.date())
        at += steps
    return ticks
