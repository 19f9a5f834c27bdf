"""A page opens with a month that has data."""

from datetime import date

import pytest

from dashboards.view import View
from dashboards.wording import wording
from pipeline.marts import EVERYBODY
from pipeline.marts.periods import containing
from pipeline.marts.provenance import run_of
from tests.dashboards import made_up


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    snapshot = made_up.publish(tmp_path_factory.mktemp("first")).published.resolve()
    return View(EVERYBODY, snapshot, run_of(snapshot), wording("en"))


def told(view: View, *months: date) -> View:
    """The view of a snapshot with responses of these months, newest first."""
    other = View(view.scope, view.snapshot, view.run, view.say)
    vars(other)["_months_told"] = months
    return other


def test_the_running_month_where_it_has_responses(view: View) -> None:
    running = told(view, view.running_month, date(2026, 9, 1))
    assert running.period == containing(view.running_month, "month")
    assert running.is_running_month
    assert running.month_to_report == date(2026, 9, 1)


def test_the_running_month_where_there_is_none(view: View) -> None:
    assert told(view).period == containing(view.running_month, "month")


def test_the_newest_with_responses_where_the_running_one_has_none(view: View) -> None:
    stale = told(view, date(2026, 5, 1), date(2026, 3, 1))
    assert stale.period == containing(date(2026, 5, 1), "month")
    assert stale.month_to_report == date(2026, 5, 1)
    assert not stale.is_running_month
