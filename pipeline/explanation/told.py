"""An explanation in words, the same ones wherever it is read."""

from dataclasses import dataclass

from pipeline.explanation.explanation import Explanation
from pipeline.explanation.facts import Fact, facts
from pipeline.explanation.tables import Table, events_table, legs_table, segments_table
from pipeline.explanation.verdict import verdict
from pipeline.explanation.voice import Voice
from pipeline.wording.catalogues import Language


@dataclass(frozen=True)
class Told:
    """An explanation as plain text, in one language, times on the clock of the calendar."""

    title: str
    verdict: str
    facts: tuple[Fact, ...]
    segments: Table
    """Its last column adds up, second by second, to what `total` says."""
    events: Table
    legs: Table
    """Without a row where no severity on the way had a target."""
    total: str
    zone: str
    """In which time zone all this is told."""


def told(explanation: Explanation, language: Language) -> Told:
    """What is to be said about a verdict."""
    response = explanation.response
    voice = Voice.of(language, response.time_zone, response.working_day_seconds)
    counted = sum(segment.running_seconds for segment in explanation.segments)
    return Told(
        title=voice.say(
            "explained.title",
            metric=voice.say(f"metric.{response.metric}"),
            severity=voice.severity(response),
            ticket=" · ".join(filter(None, (response.number, response.subject))),
        ),
        verdict=verdict(explanation, voice),
        facts=tuple(facts(explanation, voice)),
        segments=segments_table(explanation, voice),
        events=events_table(explanation, voice),
        legs=legs_table(explanation, voice),
        total=voice.say(
            "explained.total",
            seconds=voice.show.number(counted),
            time=voice.to_the_second(response.elapsed_seconds, response.clock),
        ),
        zone=voice.say("explained.zone", zone=response.time_zone),
    )
