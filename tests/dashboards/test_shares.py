"""A share as a picture: what is drawn stands where the figures are."""

import re

import pytest

from dashboards.components.shares import Scale, interval_bar
from dashboards.view import View
from dashboards.wording import wording
from pipeline import marts
from pipeline.marts import EVERYBODY
from pipeline.marts.provenance import Run
from pipeline.marts.records import records
from pipeline.statistics.shares import Share
from tests.dashboards import made_up


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    workspace = made_up.publish(tmp_path_factory.mktemp("shares"))
    snapshot = workspace.published.resolve()
    [run] = records(marts.run_info(EVERYBODY, snapshot), Run)
    return View(EVERYBODY, snapshot, run, wording("en"))


def places(drawn: str) -> dict[str, float]:
    """Where each piece stands, in per cent from the left."""
    found = {
        name: float(left)
        for name, left in re.findall(r'class="sla-(\w+)" style="left:([\d.]+)%', drawn)
    }
    [to] = re.findall(r"right:calc\(100% - ([\d.]+)%\)", drawn)
    return found | {"end": float(to)}


@pytest.mark.parametrize("low", [0.0, 0.4])
@pytest.mark.parametrize(("part", "whole"), [(8, 10), (10, 10), (40, 50), (95, 100)])
def test_the_bar_reaches_from_the_interval_s_low_end_to_its_high_one(
    view: View, part: int, whole: int, low: float
) -> None:
    share = Share(part, whole)
    found = places(str(interval_bar(view, share, Scale(low))))
    from_left = {
        "interval": share.interval[0],
        "point": part / whole,
        "end": share.interval[1],
        "goal": 0.95,
    }
    assert found == {
        name: pytest.approx((value - low) / (1 - low) * 100, abs=0.06)
        for name, value in from_left.items()
    }
    assert 0 <= found["interval"] <= found["point"] <= found["end"] <= 100


def test_what_lies_left_of_the_scale_is_drawn_at_its_beginning(view: View) -> None:
    found = places(str(interval_bar(view, Share(5, 20), Scale(0.5))))
    assert (found["interval"], found["point"], found["end"]) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("part", [0, 9])
def test_too_few_cases_are_not_drawn(view: View, part: int) -> None:
    assert str(interval_bar(view, Share(part, 9), Scale(0))) == "<span></span>"


@pytest.mark.parametrize(
    ("lowest", "low"), [(0.9, 0.9), (0.899, 0.8), (0.42, 0.4), (1.0, 0.9), (0.0, 0.0)]
)
def test_a_scale_begins_at_a_tenth_below_all_it_holds(lowest: float, low: float) -> None:
    assert Scale.from_lowest([lowest], goal=0.95).low == pytest.approx(low)
