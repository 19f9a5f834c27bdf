"""How an explanation is told: the words of a language, times on the clock of the calendar."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.marts.explanation import Event
from pipeline.wording.catalogues import LOCALES, Language, Wording
from pipeline.wording.durations import clock_of
from pipeline.wording.formatting import Formatting
from pipeline.wording.languages import written

CATALOGUE = Path(__file__).parent / "catalogue"


class Graded(Protocol):
    """What has a severity, and its names."""

    @property
    def severity(self) -> int:
        """Its number; 0 is unclassified."""

    @property
    def name_de(self) -> str:
        """German name."""

    @property
    def name_en(self) -> str:
        """English name."""


@dataclass(frozen=True)
class Voice:
    """What to say, and how to write values out."""

    say: Wording
    show: Formatting

    @classmethod
    def of(cls, language: Language, time_zone: str, working_day_seconds: int) -> "Voice":
        """The voice of a language on a calendar's clock."""
        show = Formatting(LOCALES[language], time_zone, working_day_seconds)
        return cls(Wording(language, CATALOGUE), show)

    def severity(self, graded: Graded) -> str:
        """3 (Standard); where nobody has told one, that."""
        name = written(graded, "name", self.say.language)
        if not graded.severity:
            return name
        return self.say("explained.severity", number=str(graded.severity), name=name)

    def counted(self, seconds: int, clock: str) -> str:
        """An elapsed time as people say it, and how it was counted."""
        time = self.show.exactly(seconds, clock_of(clock))
        return self.say(f"explained.counted.{clock}", time=time)

    def to_the_second(self, seconds: int, clock: str) -> str:
        """The same to the second, however long."""
        return self.say(f"explained.counted.{clock}", time=self.show.duration(seconds))

    def left(self, seconds: int, clock: str) -> str:
        """Time that is left, to the second while it is short."""
        return self.show.exactly_left(seconds, clock_of(clock))

    def who(self, event: Event) -> str:
        """Who did it: by name, as far as known."""
        if event.actor_kind == "bot" and event.actor_name:
            return self.say("explained.actor.bot_named", name=event.actor_name)
        if event.actor_kind == "agent" and event.actor_id:
            return event.actor_name or event.actor_id
        return event.actor_name or self.say(f"explained.actor.{event.actor_kind or 'unknown'}")
