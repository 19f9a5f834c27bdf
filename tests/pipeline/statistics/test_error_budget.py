"""The error budget against counting on, miss by miss."""

from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.statistics.error_budget import ErrorBudget, Pace
from pipeline.statistics.shares import Share

GOALS = st.integers(50, 100).map(lambda per_cent: per_cent / 100)
SHARES = st.integers(0, 400).flatmap(
    lambda whole: st.builds(Share, st.integers(0, whole), st.just(whole))
)


def reached(met: int, missed: int, goal: float) -> bool:
    """Whether the goal is reached, counted in hundredths."""
    return met * 100 >= round(goal * 100) * (met + missed)


@given(share=SHARES, goal=GOALS)
def test_so_many_more_misses_and_not_one_more(share: Share, goal: float) -> None:
    budget = ErrorBudget(share, goal)
    missed = share.whole - share.part
    assert budget.is_kept == reached(share.part, missed, goal)
    if budget.is_kept:
        assert reached(share.part, missed + budget.misses_left, goal)
        assert not reached(share.part, missed + budget.misses_left + 1, goal)
        assert budget.needed == 0
    else:
        assert budget.misses_left == 0


@given(share=SHARES, goal=GOALS)
def test_so_many_more_in_time_and_not_one_less(share: Share, goal: float) -> None:
    missed = share.whole - share.part
    needed = ErrorBudget(share, goal).needed
    if goal == 1 and missed:
        assert needed is None
    else:
        first = next(more for more in count() if reached(share.part + more, missed, goal))
        assert needed == first


def test_the_goal_is_meant_as_it_is_written() -> None:
    # as floating point numbers 0.95 * 20 and 0.95 * 40 are near misses
    assert ErrorBudget(Share(19, 20), 0.95).is_kept
    assert ErrorBudget(Share(57, 57), 0.95).misses_left == 3
    assert ErrorBudget(Share(56, 56), 0.95).misses_left == 2


def test_pace() -> None:
    pace = ErrorBudget(Share(58, 60), 0.95).pace(passed_seconds=60, open_seconds=100)
    assert pace is not None
    assert pace.gone == Fraction(3, 5)
    assert (pace.misses, pace.whole, pace.allowed) == (4, 100, 5)
    assert not pace.is_too_fast


def test_a_pace_that_is_too_fast() -> None:
    pace = ErrorBudget(Share(54, 60), 0.95).pace(passed_seconds=60, open_seconds=100)
    assert pace is not None
    assert (pace.misses, pace.allowed) == (10, 5)
    assert pace.is_too_fast


@pytest.mark.parametrize(
    ("share", "passed"),
    [
        (Share(9, 9), 50),  # too few
        (Share(20, 20), 9),  # too early
        (Share(20, 20), 0),
        (Share(20, 20), 100),  # over
    ],
)
def test_no_pace_where_nothing_can_be_said(share: Share, passed: int) -> None:
    assert ErrorBudget(share, 0.95).pace(passed, open_seconds=100) is None


def test_a_pace_from_the_tenth_of_a_month_and_the_fewest_cases_on() -> None:
    assert ErrorBudget(Share(10, 10), 0.95).pace(passed_seconds=10, open_seconds=100)
    assert ErrorBudget(Share(10, 10), 0.95).pace(passed_seconds=99, open_seconds=100)


@pytest.mark.parametrize(("misses", "is_too_fast"), [(4, False), (5, False), (6, True)])
def test_as_many_misses_as_are_allowed_are_not_too_fast(misses: int, is_too_fast: bool) -> None:
    pace = ErrorBudget(Share(100 - misses, 100), 0.95).pace(passed_seconds=999, open_seconds=1000)
    assert pace is not None
    assert pace.allowed == 5
    assert pace.is_too_fast == (pace.misses > 5)
    assert Pace(Fraction(1), misses, 100, 5).is_too_fast == is_too_fast


@pytest.mark.parametrize(("still_to_come", "is_out_of_reach"), [(19, True), (20, False)])
def test_out_of_reach_is_what_the_rest_of_the_month_does_not_bring(
    still_to_come: int, is_out_of_reach: bool
) -> None:
    budget = ErrorBudget(Share(18, 20), 0.95)
    assert budget.needed == 20
    pace = Pace(Fraction(1, 2), 4, 20 + still_to_come, 2)
    assert budget.is_out_of_reach(pace) == is_out_of_reach
