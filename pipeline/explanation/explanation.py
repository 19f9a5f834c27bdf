"""All that a verdict is made of, as values: no words, no rounding."""

from dataclasses import dataclass

from pipeline.marts.explanation import Event, LegInFull, Pause, Response, Waiver
from pipeline.marts.segments import Segment


@dataclass(frozen=True)
class Explanation:
    """A verdict and all that it is made of."""

    response: Response
    segments: tuple[Segment, ...]
    """Of the reported leg, gapless; their running seconds add up to `elapsed_seconds`."""
    legs: tuple[LegInFull, ...]
    """None where no severity on the way had a target."""
    pauses: tuple[Pause, ...]
    events: tuple[Event, ...]
    """From the opening to the closing, both included, in the ticket's order."""
    waiver: Waiver | None
    """The waiver that holds, if any, even where the response does not count for another reason."""

    @property
    def opener(self) -> Event:
        """The customer message that opened it."""
        return self.events[0]

    @property
    def closer(self) -> Event | None:
        """The event that closed it; None while it is owed."""
        return None if self.response.is_owed else self.events[-1]

    @property
    def ignored(self) -> tuple[Event, ...]:
        """What came between and closed nothing."""
        return tuple(event for event in self.events if event.effect == "ignored")
