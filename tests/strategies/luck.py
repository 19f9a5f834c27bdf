"""Choices, in words that a tale can use: drawn by Hypothesis, or of a seed, many at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Luck(ABC):
    """What is drawn, as choices."""

    @abstractmethod
    def below(self, count: int) -> int:
        """A whole number from 0 on, less than `count`."""

    def choice(self, options: Sequence[T]) -> T:
        """One of them, each as likely."""
        return options[self.below(len(options))]

    def weighted(self, *options: tuple[int, T]) -> T:
        """One of them, as likely as its weight."""
        left = self.below(sum(weight for weight, _ in options))
        for weight, option in options:
            if left < weight:
                return option
            left -= weight
        raise AssertionError("below its sum")

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.below(100) >= 100 - percent

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """`count` different ones of them, in their order."""
        left = list(range(len(options)))
        taken = [left.pop(self.below(len(left))) for _ in range(count)]
        return [options[place] for place in sorted(taken)]


class Drawn(Luck):
    """Drawn by Hypothesis: the first option is the one that it shrinks to."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def below(self, count: int) -> int:
        return self._draw(_up_to(count - 1)) if count > 1 else 0


class Seeded(Luck):
    """Always the same for a seed.

    Thousands of tickets are more than Hypothesis puts into one example, and its engine likes to
    repeat parts of the example before: fine for finding one mistake, too little variety for a batch
    that is judged in one go.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def below(self, count: int) -> int:
        return self._random.randrange(count) if count > 1 else 0


def many(told: Callable[[Luck], T], count: int, seed: int) -> list[T]:
    """`count` of what is told, for a seed always the same ones."""
    luck = Seeded(seed)
    return [told(luck) for _ in range(count)]


@cache
def _up_to(most: int) -> st.SearchStrategy[Any]:
    return st.integers(0, most)
