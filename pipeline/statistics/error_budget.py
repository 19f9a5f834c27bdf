"""The error budget: how many misses an internal goal leaves room for, and how fast they go.

Counted exactly, in fractions, as the goal is written: 19 of 20 is 95 %.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from pipeline.statistics.shares import FEWEST, Share

EARLIEST_PACE = Fraction(1, 10)
"""Before so much of a month is gone, nothing is said about how it may end."""


@dataclass(frozen=True)
class Pace:
    """How a month ends if the rest of it goes like the part that is gone."""

    gone: Fraction
    """The part of the month's open hours that is gone, 0 to 1."""
    misses: int
    """Misses at the month's end, rounded up."""
    whole: int
    """Responses that count at the month's end, rounded down."""
    allowed: int
    """Misses of so many that the goal leaves room for."""

    @property
    def is_too_fast(self) -> bool:
        """Whether the goal is missed that way."""
        return self.misses > self.allowed


@dataclass(frozen=True)
class ErrorBudget:
    """A share in time against its goal: what may still go wrong, and what must go right."""

    share: Share
    goal: float

    @property
    def is_kept(self) -> bool:
        """Whether the goal is reached as things stand; it is where there is no case."""
        return self.share.part >= self._goal * self.share.whole

    @property
    def misses_left(self) -> int:
        """So many more misses leave the goal reached, if nothing else comes; one more does not.

        0 where it is missed already.
        """
        return max(0, floor(self.share.part / self._goal) - self.share.whole)

    @property
    def needed(self) -> int | None:
        """So many more in time, without a miss, and the goal is reached; None if none suffice."""
        behind = self._goal * self.share.whole - self.share.part
        if behind <= 0:
            return 0
        return None if self._goal == 1 else ceil(behind / (1 - self._goal))

    def is_out_of_reach(self, pace: Pace) -> bool:
        """Whether more is needed than the rest of the month will bring at this pace."""
        return self.needed is None or self.needed > pace.whole - self.share.whole

    def pace(self, passed_seconds: int, open_seconds: int) -> Pace | None:
        """Where this leads, with so many of the month's open seconds gone.

        None while it is too early to say, with too few cases, and where the month is over.
        """
        if not 0 < passed_seconds < open_seconds or self.share.whole < FEWEST:
            return None
        gone = Fraction(passed_seconds, open_seconds)
        if gone < EARLIEST_PACE:
            return None
        misses = self.share.whole - self.share.part
        whole = floor(self.share.whole / gone)
        return Pace(gone, ceil(misses / gone), whole, floor(whole * (1 - self._goal)))

    @property
    def _goal(self) -> Fraction:
        return Fraction(str(self.goal))
