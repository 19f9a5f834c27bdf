"""Whether a share has changed, or only come out differently by chance."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, sqrt
from typing import Literal

from pipeline.statistics.shares import Share

Direction = Literal["few", "noise", "better", "worse"]


@dataclass(frozen=True)
class Change:
    """A share beside the one before it, of other cases."""

    before: Share
    after: Share

    @property
    def is_telling(self) -> bool:
        """Whether both have enough cases to be compared."""
        return self.before.is_telling and self.after.is_telling

    @property
    def tenths(self) -> int:
        """By how much the share has grown, in tenths of a point; cut, so that no loss reads less.

        Only where neither share is of nothing.
        """
        grown = Fraction(self.after.part, self.after.whole)
        return floor((grown - Fraction(self.before.part, self.before.whole)) * 1000)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the growth, within -1 and 1."""
        return newcombe(self.after, self.before)

    @property
    def bounds(self) -> tuple[int, int]:
        """The interval in tenths of a point, widened: what is written, and what is judged by."""
        low, high = self.interval
        return floor(low * 1000), ceil(high * 1000)

    @property
    def direction(self) -> Direction:
        """`better` or `worse` only where the interval as written excludes no change at all."""
        if not self.is_telling:
            return "few"
        low, high = self.bounds
        if low > 0:
            return "better"
        return "worse" if high < 0 else "noise"


def newcombe(one: Share, other: Share) -> tuple[float, float]:
    """The 95 % hybrid score interval of `one` less `other`, two shares of different cases.

    Method 10 of R. G. Newcombe, Interval estimation for the difference between independent
    proportions, Statistics in Medicine 17 (1998), 873-890: two Wilson intervals, squared and added.
    Raises ValueError where a share is of nothing.
    """
    (low, high), (other_low, other_high) = one.interval, other.interval
    difference = one.value - other.value
    return (
        difference - sqrt((one.value - low) ** 2 + (other_high - other.value) ** 2),
        difference + sqrt((high - one.value) ** 2 + (other.value - other_low) ** 2),
    )
