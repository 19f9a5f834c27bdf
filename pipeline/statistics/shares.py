"""Shares of cases, and how much may be said from so many of them."""

from dataclasses import dataclass
from math import ceil, floor, sqrt
from typing import Literal

FEWEST = 10
"""Below so many cases a share is not shown, only its counts: each case would move it by 10 %."""

Z_95 = 1.959963984540054
"""The standard normal quantile that leaves 2.5 % on either side."""

Verdict = Literal["none", "few", "met", "unsure", "missed"]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share itself, 0 to 1; only where `whole` is not 0."""
        return self.part / self.whole

    @property
    def cut(self) -> float:
        """The share cut to a tenth of a per cent: what is below a goal never reads like it."""
        return self.part * 1000 // self.whole / 1000

    @property
    def is_telling(self) -> bool:
        """Whether there are enough cases to show a share at all."""
        return self.whole >= FEWEST

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson score interval, within 0 and 1."""
        return wilson(self.part, self.whole)

    @property
    def bounds(self) -> tuple[int, int]:
        """The interval in whole per cent, widened: what is written, and what is judged by."""
        low, high = self.interval
        return floor(low * 100), min(100, ceil(high * 100))

    def against(self, goal: float) -> Verdict:
        """How the share stands to a goal.

        `unsure` is below the goal, but no further than chance may have brought it: the interval
        as written reaches the goal. `missed` is below it beyond that.
        """
        if self.whole == 0:
            return "none"
        if not self.is_telling:
            return "few"
        if self.value >= goal:
            return "met"
        return "unsure" if self.bounds[1] >= goal * 100 else "missed"


def are_telling(*shares: Share) -> bool:
    """Whether each of shares that are compared has enough cases to be shown, those of none apart.

    Else all of them are told as counts: 8 of 9 beside 90 % would not be seen to be the same.
    """
    return all(share.is_telling for share in shares if share.whole)


def wilson(part: int, whole: int, z: float = Z_95) -> tuple[float, float]:
    """The Wilson score interval of a share (E. B. Wilson, 1927, JASA 22, 209-212).

    Raises ValueError where there is no such share.
    """
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(f"{part} of {whole} is no share")
    share = part / whole
    weight = 1 + z * z / whole
    centre = (share + z * z / (2 * whole)) / weight
    half = z / weight * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    # at the edges the formula is exact on paper only
    low = 0.0 if part == 0 else max(0.0, centre - half)
    high = 1.0 if part == whole else min(1.0, centre + half)
    return low, high
