"""Why a share changed: the parts are exact, symmetric, and written so that they add up."""

from fractions import Fraction
from math import floor
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.statistics import decomposition
from pipeline.statistics.changes import Change
from pipeline.statistics.decomposition import decompose, in_tenths
from pipeline.statistics.shares import Share

Groups = dict[str, tuple[Share, Share]]


@st.composite
def shares(draw: st.DrawFn) -> Share:
    whole = draw(st.integers(0, 60))
    return Share(draw(st.integers(0, whole)), whole)


GROUPS = st.dictionaries(st.sampled_from("abcdefg"), st.tuples(shares(), shares()), min_size=1)


def total(groups: Groups, period: int) -> Fraction | None:
    """The share of all, by the schoolbook."""
    part = sum(pair[period].part for pair in groups.values())
    whole = sum(pair[period].whole for pair in groups.values())
    return Fraction(part, whole) if whole else None


@settings(deadline=None)
@given(GROUPS)
def test_parts_add_up_to_the_exact_difference(groups: Groups) -> None:
    before, after = total(groups, 0), total(groups, 1)
    found = decompose(groups)
    if before is None or after is None:
        assert found is None
        return
    assert found is not None
    assert found.difference == after - before
    assert sum(part.rate for part in found.parts) + found.mix == after - before


@settings(deadline=None)
@given(GROUPS)
def test_swapping_the_periods_changes_every_sign(groups: Groups) -> None:
    forth = decompose(groups)
    back = decompose({group: (after, before) for group, (before, after) in groups.items()})
    assert (forth is None) == (back is None)
    if forth and back:
        mine = {part.group: (part.rate, part.mix) for part in forth.parts}
        theirs = {part.group: (-part.rate, -part.mix) for part in back.parts}
        assert mine == theirs


@settings(deadline=None)
@given(GROUPS)
def test_a_group_of_one_period_has_no_rate_to_change(groups: Groups) -> None:
    found = decompose(groups)
    for part in found.parts if found else ():
        if not part.change.before.whole or not part.change.after.whole:
            assert part.rate == 0


@settings(deadline=None)
@given(GROUPS)
def test_equal_weights_leave_all_to_the_rates(groups: Groups) -> None:
    """And equal rates all to nothing: where no group does better, no mix can matter."""
    same = {group: (before, before) for group, (before, _) in groups.items()}
    found = decompose(same)
    for part in found.parts if found else ():
        assert (part.rate, part.mix) == (0, 0)


def test_rate_and_mix_by_hand() -> None:
    # 10 of 10 and 5 of 10 become 10 of 10 and 12 of 30: 75 % become 55 %
    found = decompose(
        {"easy": (Share(10, 10), Share(10, 10)), "hard": (Share(5, 10), Share(12, 30))}
    )
    assert found is not None
    assert found.change == Change(Share(15, 20), Share(22, 40))
    easy, hard = found.parts
    assert easy.weights == (Fraction(1, 2), Fraction(1, 4))
    assert easy.rate == 0
    # usual 65 %: a quarter less of what is 35 points above it
    assert easy.mix == Fraction(-1, 4) * Fraction(35, 100)
    assert hard.rate == Fraction(5, 8) * Fraction(-10, 100)
    assert hard.mix == Fraction(1, 4) * (Fraction(45, 100) - Fraction(65, 100))
    assert found.difference == Fraction(-20, 100)


def test_more_of_what_does_worse_is_a_loss_and_more_of_what_does_better_a_gain() -> None:
    found = decompose({"good": (Share(9, 10), Share(18, 20)), "bad": (Share(5, 10), Share(20, 40))})
    assert found is not None
    good, bad = found.parts
    assert (good.rate, bad.rate) == (0, 0)
    assert good.mix < 0  # less of the good
    assert bad.mix < 0  # more of the bad


PARTS = st.lists(st.fractions(-1, 1, max_denominator=5000), min_size=1, max_size=12)


@settings(deadline=None)
@given(PARTS)
def test_what_is_written_adds_up_and_is_within_a_tenth(parts: list[Fraction]) -> None:
    written = in_tenths(parts)
    assert sum(written) == floor(sum(parts, Fraction()) * 1000)
    for exact, tenths in zip(parts, written, strict=True):
        assert abs(exact * 1000 - tenths) <= 1
        assert exact or tenths == 0


@settings(deadline=None)
@given(GROUPS)
def test_what_is_written_adds_up_to_the_change_as_it_is_told(groups: Groups) -> None:
    if found := decompose(groups):
        assert sum(map(sum, found.tenths.values())) == found.change.tenths


@settings(deadline=None)
@given(GROUPS)
def test_the_greatest_part_is_the_greatest_of_those_that_go_its_way(groups: Groups) -> None:
    found = decompose(groups)
    if found is None or found.difference == 0:
        return
    way = 1 if found.difference > 0 else -1
    greatest = found.greatest
    most = greatest.rate if greatest else found.mix
    assert way * most > 0
    assert way * most == max(way * each for each in (found.mix, *(p.rate for p in found.parts)))
    if greatest is None:
        assert found.greatest_mix.mix * way == max(part.mix * way for part in found.parts)


def test_what_is_written_is_reckoned_once_however_many_rows_ask() -> None:
    """Else a table of it costs the square of its rows."""
    share = Share(1, 2)
    found = decompose(dict.fromkeys(range(300), (share, share)))
    assert found
    with patch.object(decomposition, "in_tenths", wraps=decomposition.in_tenths) as reckoned:
        assert {found.tenths[part.group] for part in found.parts} == {(0, 0)}
    assert reckoned.call_count == 1
