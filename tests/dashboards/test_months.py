from datetime import date

import pytest

from dashboards import month_choice


def test_months_on_offer_have_no_gaps_and_reach_to_the_running_one() -> None:
    found = month_choice.on_offer([date(2026, 7, 1), date(2025, 12, 1)], date(2026, 9, 1))
    assert found[0] == date(2026, 9, 1)
    assert found[-1] == date(2025, 12, 1)
    assert len(found) == 10


def test_the_running_month_is_on_offer_without_any_response() -> None:
    assert month_choice.on_offer([], date(2026, 9, 1)) == [date(2026, 9, 1)]


@pytest.mark.parametrize(
    ("selected", "last"),
    [
        (date(2026, 10, 1), date(2026, 10, 1)),
        (date(2025, 11, 1), date(2026, 10, 1)),
        (date(2025, 10, 1), date(2025, 10, 1)),
    ],
)
def test_window_ends_at_the_newest_month_that_lets_it_hold_the_selected(
    selected: date, last: date
) -> None:
    window = month_choice.window(date(2026, 10, 1), selected)
    assert len(window) == 12
    assert window[-1] == last
    assert selected in window


def test_parse() -> None:
    assert month_choice.parse("2026-02") == date(2026, 2, 1)
    for text in ("", "2026", "2026-13", "2026-02-01", "<script>"):
        assert month_choice.parse(text) is None
