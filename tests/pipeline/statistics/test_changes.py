"""Changes against published intervals, and against what chance does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.statistics.changes import Change, newcombe
from pipeline.statistics.shares import Share

# Newcombe (1998), table II, method 10
PUBLISHED = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]


@pytest.mark.parametrize(("a", "m", "b", "n", "low", "high"), PUBLISHED)
def test_published_intervals(a: int, m: int, b: int, n: int, low: float, high: float) -> None:
    assert newcombe(Share(a, m), Share(b, n)) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        ((48, 80), (56, 70), "better"),
        ((56, 70), (48, 80), "worse"),
        ((18, 20), (20, 20), "noise"),
        ((9, 9), (0, 40), "few"),
        ((40, 40), (0, 9), "few"),
        ((0, 0), (0, 40), "few"),
    ],
)
def test_a_change_is_called_one_only_where_it_is_more_than_noise(
    before: tuple[int, int], after: tuple[int, int], direction: str
) -> None:
    assert Change(Share(*before), Share(*after)).direction == direction


shares = st.integers(1, 300).flatmap(
    lambda whole: st.builds(Share, st.integers(0, whole), st.just(whole))
)


@given(before=shares, after=shares)
def test_the_way_back_is_the_same_change_the_other_way_round(before: Share, after: Share) -> None:
    there, back = Change(before, after), Change(after, before)
    low, high = there.interval
    assert (-high, -low) == pytest.approx(back.interval)
    assert -1 <= low <= high <= 1
    least, most = there.bounds
    assert least <= there.tenths <= most


@pytest.mark.parametrize(
    ("before", "after", "tenths"),
    [((48, 80), (56, 70), 200), ((56, 70), (48, 80), -200), ((2, 3), (1, 1), 333)],
)
def test_growth_is_exact_and_cut(
    before: tuple[int, int], after: tuple[int, int], tenths: int
) -> None:
    assert Change(Share(*before), Share(*after)).tenths == tenths
    assert Change(Share(1, 1), Share(2, 3)).tenths == -334


@given(share=shares)
def test_nothing_has_changed_where_nothing_has(share: Share) -> None:
    assert Change(share, share).direction in {"few", "noise"}
