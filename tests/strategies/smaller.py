"""A ticket that is judged differently, cut down to what makes the difference.

Hypothesis would build the models anew for every attempt. Here one build judges all tales that lack
a single event, and the first of them that still differs is cut further.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.strategies.tickets import Tale

ROUNDS = 25


def smallest(tale: Tale, differing: Callable[[Sequence[Tale]], list[bool]]) -> Tale:
    """The tale without the events that the difference can do without.

    `differing` judges many tales at once: True for those that still show it.
    """
    for _ in range(ROUNDS):
        cut = [
            replace(tale, events=tale.events[:place] + tale.events[place + 1 :])
            for place in range(len(tale.events))
        ]
        still = [shorter for shorter, is_it in zip(cut, differing(cut), strict=True) if is_it]
        if not still:
            return tale
        tale = _together(tale, still, differing)
    return tale


def _together(
    tale: Tale, still: list[Tale], differing: Callable[[Sequence[Tale]], list[bool]]
) -> Tale:
    """All that could be left out one by one left out together, or half of it, and so on."""
    spare = [event for event in tale.events if any(event not in it.events for it in still)]
    attempts = []
    while spare:
        kept = tuple(event for event in tale.events if event not in spare)
        attempts.append(replace(tale, events=kept))
        spare = spare[: len(spare) // 2]
    for attempt, is_it in zip(attempts, differing(attempts), strict=True):
        if is_it:
            return attempt
    return still[0]
