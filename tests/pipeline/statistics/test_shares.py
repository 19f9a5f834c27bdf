import pytest

from pipeline.statistics.shares import FEWEST, Share, wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        # R. G. Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # and by hand
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
    ],
)
def test_wilson_interval(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("whole", [1, 7, 10, 33, 1_000, 1_000_000])
def test_the_interval_holds_the_share_and_stays_within_0_and_1(whole: int) -> None:
    for part in {0, 1, whole // 2, whole - 1, whole}:
        low, high = wilson(part, whole)
        assert 0 <= low <= part / whole <= high <= 1


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (-1, 10), (11, 10)])
def test_no_share(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(part, whole)


@pytest.mark.parametrize(
    ("part", "whole", "verdict"),
    [
        (0, 0, "none"),
        (FEWEST - 1, FEWEST - 1, "few"),
        (FEWEST, FEWEST, "met"),
        (95, 100, "met"),
        (94, 100, "unsure"),
        (24, 33, "missed"),
        (9, 11, "unsure"),  # up to 94.86 %, written as 95 %: judged as it is written
    ],
)
def test_verdict_on_a_goal_of_95_per_cent(part: int, whole: int, verdict: str) -> None:
    assert Share(part, whole).against(0.95) == verdict


def test_bounds_are_widened_to_whole_per_cent() -> None:
    low, high = wilson(24, 33)
    assert Share(24, 33).bounds == (55, 85)
    assert low >= 0.55
    assert high <= 0.85
    assert Share(40, 40).bounds[1] == 100
