"""Why a share changed: what each group of cases did to it, split exactly into rate and mix.

A share of all is the sum of each group's share times its weight, the group's part of all cases.
With both periods' averages as weights the difference of two such sums is, to the last digit,

    the sum over groups of  average weight x change of its share          (rate)
                       and  change of weight x (its average share - that of all)      (mix)

E. M. Kitagawa, Components of a difference between two rates, JASA 50 (1955), 1168-1194. It is
symmetric: with the periods swapped each part changes its sign. Taking off the average share of all
alters no sum, as weights change by nothing in total; but it makes a group's mix tell something:
more of what does worse than the rest is a loss. A group that one period lacks has no rate to
change: all that it does is mix. Everything is counted in fractions.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Generic, TypeVar

from pipeline.statistics.changes import Change
from pipeline.statistics.shares import Share

Group = TypeVar("Group", bound=Hashable)

HALF = Fraction(1, 2)
TENTHS = 1000
"""Tenths of a percentage point in one."""


@dataclass(frozen=True)
class Part(Generic[Group]):
    """A group, and what it did to the share of all; fractions of one."""

    group: Group
    change: Change
    """Its own share in both periods; of nothing where a period lacks it."""
    weights: tuple[Fraction, Fraction]
    """Its part of all cases, before and after."""
    rate: Fraction
    """By the change of its own share."""
    mix: Fraction
    """By the change of its weight."""


@dataclass(frozen=True)
class Decomposition(Generic[Group]):
    """The change of a share and the parts that add up to it, exactly."""

    change: Change
    parts: tuple[Part[Group], ...]

    @cached_property
    def difference(self) -> Fraction:
        """By how much the share of all has grown: the sum of every rate and every mix."""
        return sum((part.rate + part.mix for part in self.parts), Fraction())

    @cached_property
    def mix(self) -> Fraction:
        """What all changes of weight did together."""
        return sum((part.mix for part in self.parts), Fraction())

    @cached_property
    def tenths(self) -> Mapping[Group, tuple[int, int]]:
        """Each group's rate and mix as they are written: they add up to `change.tenths`."""
        written = in_tenths([each for part in self.parts for each in (part.rate, part.mix)])
        groups = (part.group for part in self.parts)
        return dict(zip(groups, zip(written[::2], written[1::2], strict=True), strict=True))

    @property
    def greatest(self) -> Part[Group] | None:
        """The group whose rate did most of the difference; None where all mix together did more.

        Of those that go the way of the difference; ties to the first.
        """
        way = 1 if self.difference > 0 else -1
        first = max(self.parts, key=lambda part: way * part.rate)
        return first if way * first.rate >= way * self.mix else None

    @property
    def greatest_mix(self) -> Part[Group]:
        """The group whose change of weight did most of the mix."""
        way = 1 if self.mix > 0 else -1
        return max(self.parts, key=lambda part: way * part.mix)


def decompose(
    groups: Mapping[Group, tuple[Share, Share]],
) -> Decomposition[Group] | None:
    """The split over groups of cases, each with its shares before and after.

    None where one of the periods has no case at all: there is no share to compare.
    """
    total = Change(*(_added_up(pair[period] for pair in groups.values()) for period in (0, 1)))
    if not total.before.whole or not total.after.whole:
        return None
    usual = HALF * (_value(total.before) + _value(total.after))
    return Decomposition(
        total,
        tuple(
            _part(group, Change(before, after), total, usual)
            for group, (before, after) in groups.items()
            if before.whole or after.whole
        ),
    )


def in_tenths(parts: Sequence[Fraction]) -> list[int]:
    """The parts in tenths of a point, each within one of its own, adding up to their cut sum.

    All are cut, and what the cuts lose goes to those that lost most. So what is written adds up
    to what `Change.tenths` says of the whole.
    """
    cut = [floor(part * TENTHS) for part in parts]
    lost = [part * TENTHS - whole for part, whole in zip(parts, cut, strict=True)]
    given = floor(sum(lost, Fraction()))
    for place in sorted(range(len(parts)), key=lambda place: -lost[place])[:given]:
        cut[place] += 1
    return cut


def _part(group: Group, change: Change, total: Change, usual: Fraction) -> Part[Group]:
    before, after = change.before, change.after
    weights = (
        Fraction(before.whole, total.before.whole),
        Fraction(after.whole, total.after.whole),
    )
    was = _value(before if before.whole else after)
    now = _value(after if after.whole else before)
    return Part(
        group,
        change,
        weights,
        rate=HALF * (weights[0] + weights[1]) * (now - was),
        mix=(weights[1] - weights[0]) * (HALF * (was + now) - usual),
    )


def _value(share: Share) -> Fraction:
    return Fraction(share.part, share.whole)


def _added_up(shares: Iterable[Share]) -> Share:
    found = list(shares)
    return Share(sum(share.part for share in found), sum(share.whole for share in found))
