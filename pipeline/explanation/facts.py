"""What is to be known about a response, each with its label."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.explanation.explanation import Explanation
from pipeline.explanation.voice import Voice
from pipeline.web_address import is_web
from pipeline.wording.channels import channel
from pipeline.wording.durations import clock_of
from pipeline.wording.names import calendar_name, customer_name, reading
from pipeline.wording.promised import promised

USUAL_READING = "default"


@dataclass(frozen=True)
class Fact:
    """Something to be known, and what it is called."""

    label: str
    value: str
    href: str | None = None
    """Where it leads, if it is an address of the web."""


def facts(explanation: Explanation, voice: Voice) -> Iterator[Fact]:
    """What is to be known about the response; only what there is."""
    response = explanation.response
    values = {
        "column.ticket": response.number,
        "explained.fact.help_desk": response.url,
        "explained.fact.response_id": response.response_id,
        "column.customer": _customer(explanation, voice),
        "explained.fact.opened": _opened(explanation, voice),
        "column.closed_at": _closed(explanation, voice),
        "column.target": _target(explanation, voice),
        "column.due_at": _due(explanation, voice),
        "column.state": voice.say(
            f"explained.clock.{response.clock}",
            start=voice.show.exact_moment(response.leg_started_at),
            end=voice.show.exact_moment(response.leg_ended_at),
        ),
        "column.elapsed": _elapsed(explanation, voice),
        "explained.fact.policy": _policy(explanation, voice),
        "column.reading": reading(voice.say, response.reading)
        if response.reading != USUAL_READING
        else None,
        "explained.fact.dedicated": _dedicated(explanation, voice),
        "explained.fact.waiver": _waiver(explanation, voice),
    }
    for name, value in values.items():
        if value:
            href = value if name == "explained.fact.help_desk" and is_web(value) else None
            yield Fact(voice.say(name), value, href)


def _customer(explanation: Explanation, voice: Voice) -> str:
    """By name; by its id too, unless that is all there is."""
    response = explanation.response
    name = customer_name(voice.say, response.customer_name)
    if response.customer_id == response.customer_name:
        return name
    return f"{name} ({response.customer_id})"


def _opened(explanation: Explanation, voice: Voice) -> str:
    response = explanation.response
    at = voice.show.exact_moment(response.opened_at)
    if response.channel is None:
        return voice.say("explained.opened", at=at)
    return voice.say("explained.opened_by", at=at, channel=channel(voice.say, response.channel))


def _closed(explanation: Explanation, voice: Voice) -> str:
    response, closer = explanation.response, explanation.closer
    if response.closed_at is None or closer is None:
        return voice.say("explained.closed.owed", at=voice.show.exact_moment(response.as_of))
    return voice.say(
        f"explained.closed.{response.closed_by}",
        at=voice.show.exact_moment(response.closed_at),
        who=voice.who(closer),
    )


def _target(explanation: Explanation, voice: Voice) -> str:
    response = explanation.response
    words = promised(voice.say, response.amount_count, response.amount_unit)
    if response.target_seconds is None:
        return words
    time = voice.to_the_second(response.target_seconds, response.clock)
    return voice.say("explained.target", promised=words, time=time)


def _due(explanation: Explanation, voice: Voice) -> str | None:
    response = explanation.response
    if response.target_seconds is None:
        return None
    if response.due_at is None:
        return voice.say("explained.due_unknown")
    return voice.show.exact_moment(response.due_at)


def _elapsed(explanation: Explanation, voice: Voice) -> str:
    response = explanation.response
    time = voice.counted(response.elapsed_seconds, response.clock)
    if not response.paused_seconds:
        return time
    paused = voice.show.exactly(response.paused_seconds, clock_of(response.clock))
    return voice.say("explained.elapsed_without_pauses", time=time, paused=paused)


def _policy(explanation: Explanation, voice: Voice) -> str:
    response, say, day = explanation.response, voice.say, voice.show.day
    calendar = calendar_name(voice.say, response.calendar_id)
    if response.policy_version is None:
        return say("explained.policy.none", calendar=calendar)
    version = day(response.policy_version)
    if response.override_version is None:
        return say("explained.policy.common", day=version, calendar=calendar)
    own_day = day(response.override_version)
    return say("explained.policy.own", day=version, own_day=own_day, calendar=calendar)


def _dedicated(explanation: Explanation, voice: Voice) -> str | None:
    response = explanation.response
    name = response.dedicated_agent_name or response.dedicated_agent_id
    if name is None or response.is_dedicated_responder is None:
        return name
    if response.is_dedicated_responder:
        return voice.say("explained.dedicated.replied", name=name)
    return voice.say("explained.dedicated.without_reply", name=name)


def _waiver(explanation: Explanation, voice: Voice) -> str | None:
    waiver = explanation.waiver
    if waiver is None:
        return None
    return voice.say(
        "explained.waiver",
        reason=waiver.reason,
        name=waiver.approved_by,
        day=voice.show.day(waiver.approved_on),
    )
