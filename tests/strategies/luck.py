"""Drawing from Hypothesis: one thing in words that a tale can use, or many of a kind at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.internal.conjecture.providers import HypothesisProvider

T = TypeVar("T")


class Luck:
    """What Hypothesis draws, as choices: the first option is the one that it shrinks to."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def below(self, count: int) -> int:
        """A whole number from 0 on, less than `count`."""
        return self._draw(_up_to(count - 1)) if count > 1 else 0

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


class _OfItsSeed(HypothesisProvider):
    """Hypothesis likes to draw constants of the modules loaded; a seed means the same anywhere."""

    def _maybe_draw_constant(self, *_: Any, **__: Any) -> None:
        return None


def many(strategy: st.SearchStrategy[T], count: int, seed: int) -> list[T]:
    """`count` examples of what the strategy makes, for a seed always the same ones.

    Thousands of tickets are more than Hypothesis puts into one example, and its engine likes to
    repeat parts of the example before: fine for finding one mistake, too little variety for a batch
    that is judged in one go. So each is drawn afresh from Hypothesis's own source of choices.
    """
    rnd = Random(seed)
    return [ConjectureData(random=rnd, provider=_OfItsSeed).draw(strategy) for _ in range(count)]


@cache
def _up_to(most: int) -> st.SearchStrategy[Any]:
    return st.integers(0, most)
