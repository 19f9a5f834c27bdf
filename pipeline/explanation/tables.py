"""The clock, the events and the targets of a response as tables of plain text."""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.explanation.explanation import Explanation
from pipeline.explanation.voice import Voice
from pipeline.marts.explanation import Event, LegInFull
from pipeline.marts.segments import Segment
from pipeline.wording.channels import channel
from pipeline.wording.durations import clock_of
from pipeline.wording.promised import promised

Row = tuple[str, ...]

KNOWN_STATUSES = {"open", "waiting_customer", "on_hold", "resolved", "deleted"}


@dataclass(frozen=True)
class Table:
    """A table to be read: as many cells in every row, and in the total, as there are columns."""

    title: str
    columns: Row
    rows: tuple[Row, ...]
    total: Row | None = None
    amount_columns: int = 0
    """So many of the last columns hold amounts, which stand to the right."""


def segments_table(explanation: Explanation, voice: Voice) -> Table:
    """What the clock did from when to when, the counted seconds in the last column."""
    say, show, segments = voice.say, voice.show, explanation.segments
    return Table(
        title=say("explained.segments.title"),
        columns=tuple(
            say(name)
            for name in (
                *("column.from", "column.until", "column.state", "column.seconds"),
                "explained.segments.running_seconds",
            )
        ),
        rows=tuple(
            (
                show.exact_moment(segment.started_at),
                show.exact_moment(segment.ended_at),
                _state(segment, voice),
                show.duration(segment.seconds),
                show.number(segment.running_seconds),
            )
            for segment in segments
        ),
        total=(
            say("explained.segments.total"),
            "",
            "",
            show.duration(sum(segment.seconds for segment in segments)),
            show.number(sum(segment.running_seconds for segment in segments)),
        ),
        amount_columns=2,
    )


def _state(segment: Segment, voice: Voice) -> str:
    if segment.state == "running":
        return voice.say("explained.segments.running")
    if segment.state == "paused":
        status = voice.say(f"explained.status.{segment.why}")
        return voice.say("explained.segments.paused", status=status)
    if segment.why == "holiday":
        if segment.holiday_name is None:
            return voice.say("explained.segments.unnamed_holiday")
        return voice.say("explained.segments.holiday", name=segment.holiday_name)
    return voice.say(f"explained.segments.{segment.why}")


def legs_table(explanation: Explanation, voice: Voice) -> Table:
    """Every target that was ever in force, and what came of it."""
    names = (
        *("promise.severity", "explained.legs.made_at", "explained.legs.started_at"),
        *("column.until", "column.target", "column.elapsed", "column.outcome"),
    )
    return Table(
        title=voice.say("explained.legs.title"),
        columns=tuple(voice.say(name) for name in names),
        rows=tuple(leg_row(leg, explanation, voice) for leg in explanation.legs),
    )


def leg_row(leg: LegInFull, explanation: Explanation, voice: Voice) -> Row:
    """Severity, when it was set, from when to when it counted, target, counted time, result."""
    show = voice.show
    return (
        voice.severity(leg),
        show.exact_moment(leg.made_at),
        show.exact_moment(leg.leg_started_at),
        show.exact_moment(leg.leg_ended_at),
        promised(voice.say, leg.amount_count, leg.amount_unit),
        voice.counted(leg.elapsed_seconds, leg.clock),
        _leg_verdict(leg, explanation.response.is_owed, voice),
    )


def _leg_verdict(leg: LegInFull, is_owed: bool, voice: Voice) -> str:
    if leg.is_breached:
        over = voice.show.exactly(leg.elapsed_seconds - leg.target_seconds, clock_of(leg.clock))
        verdict = voice.say("explained.legs.breached", over=over)
    elif leg.is_lasting and is_owed:
        verdict = voice.say("explained.legs.running")
    else:
        verdict = voice.say("explained.legs.kept")
    return voice.say("explained.legs.reported", verdict=verdict) if leg.is_reported else verdict


def events_table(explanation: Explanation, voice: Voice) -> Table:
    """What happened from opening to closing, and what came of it or why nothing did."""
    pausing = {pause.paused_by_event_id for pause in explanation.pauses}
    return Table(
        title=voice.say("explained.events.title"),
        columns=tuple(
            voice.say(name)
            for name in (
                *("explained.events.occurred_at", "explained.events.actor"),
                *("column.what", "column.effect"),
            )
        ),
        rows=tuple(event_row(event, pausing, voice) for event in explanation.events),
    )


def event_row(event: Event, pausing: Iterable[str], voice: Voice) -> Row:
    """When, who, what, and what came of it; `pausing` are ids of events that stopped the clock."""
    return (
        voice.show.exact_moment(event.occurred_at),
        voice.who(event),
        _what(event, voice),
        _effect(event, pausing, voice),
    )


def _what(event: Event, voice: Voice) -> str:
    say, value = voice.say, event.value
    match event.kind:
        case "message" if event.channel:
            return say("explained.what.message_by", channel=channel(say, event.channel))
        case "status" if value:
            shown = say(f"explained.status.{value}") if value in KNOWN_STATUSES else value
            return say("explained.what.status", value=shown)
        case "severity":
            return _severity_change(event, voice)
        case "assignment" | "escalation" if value:
            return say(f"explained.what.{event.kind}_to", value=value)
        case _:
            return say(f"explained.what.{event.kind}")


def _severity_change(event: Event, voice: Voice) -> str:
    if not event.value:
        return voice.say("explained.what.severity_removed")
    if not event.previous_value:
        return voice.say("explained.what.severity", value=event.value)
    return voice.say(
        "explained.what.severity_changed", previous=event.previous_value, value=event.value
    )


def _effect(event: Event, pausing: Iterable[str], voice: Voice) -> str:
    if event.event_id in pausing:
        return voice.say("explained.reason.status_paused")
    # what a help desk calls a status may be nothing that we know
    if event.reason == f"status_{event.value}" and event.value not in KNOWN_STATUSES:
        return voice.say("explained.reason.status_unknown")
    return voice.say(f"explained.reason.{event.reason}")
