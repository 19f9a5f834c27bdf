"""What the story is made of: chance from a seed, and columns of one length."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]  # whole numbers of which there are millions, and none is large
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Chance(np.random.Generator):
    """The dice of one topic. The same seed and topic always throw the same."""

    def __init__(self, seed: int, topic: str) -> None:
        super().__init__(np.random.PCG64([seed, crc32(topic.encode())]))

    def happens(self, share: float | Floats, count: int) -> Bools:
        """`count` answers, true with probability `share` (one for all, or one each)."""
        return self.random(count) < share

    def below(self, limit: int | Ints, count: int) -> Ints:
        """`count` whole numbers in [0, limit)."""
        return (self.random(count) * limit).astype(np.int64)

    def one_of(self, weights: Sequence[float] | Floats, count: int) -> Ints:
        """`count` positions in `weights`, each as often as its weight says."""
        steps = np.cumsum(weights)
        # No draw reaches the sum, unless by rounding: the last step is for whatever is left.
        drawn: Ints = np.searchsorted(steps[:-1], self.random(count) * steps[-1], side="right")
        return drawn

    def skewed(self, median: float | Floats, spread: float, count: int) -> Floats:
        """`count` log-normal numbers: half lie below `median`, a few far above it."""
        return median * np.exp(spread * self.standard_normal(count))

    def seconds(self, median: float | Floats, spread: float, least: int, count: int) -> Ints:
        """The same in whole numbers, none below `least`."""
        return np.maximum(np.rint(self.skewed(median, spread, count)), least).astype(np.int64)


@dataclass(frozen=True)
class Rows:
    """A table as one array per column."""

    def __len__(self) -> int:
        return len(next(iter(vars(self).values())))

    def take(self, chosen: Bools | Ints) -> Self:
        """Some of the rows, in the given order."""
        return type(self)(*(column[chosen] for column in vars(self).values()))

    @classmethod
    def stacked(cls, pieces: Iterable[Self]) -> Self:
        """All rows of several tables, one table after the other."""
        columns = zip(*(vars(piece).values() for piece in pieces), strict=True)
        return cls(*map(np.concatenate, columns))
