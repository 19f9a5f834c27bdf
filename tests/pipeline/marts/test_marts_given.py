"""What a question is given from Python: set right where it is clear, refused where it is not."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline import marts
from pipeline.errors import UnknownCustomerError, VipSlaError
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.periods import containing
from pipeline.workspace import Workspace

FIRST = date(2026, 9, 1)


@pytest.fixture(scope="module")
def snapshot(demo_workspace: Workspace) -> Path:
    return marts.newest_snapshot(demo_workspace)


@pytest.mark.parametrize("day", [date(2026, 9, 30), date(2026, 9, 2), pd.Timestamp("2026-09-17")])
def test_any_day_of_a_month_means_that_month(snapshot: Path, day: date) -> None:
    answer = marts.compliance_by_customer(EVERYBODY, snapshot, day)
    assert answer["owed_count"].sum() > 0
    assert answer.equals(marts.compliance_by_customer(EVERYBODY, snapshot, FIRST))
    some = marts.service_by_customer(EVERYBODY, snapshot, day)
    assert some.equals(marts.service_by_customer(EVERYBODY, snapshot, FIRST))


def test_a_path_may_be_a_string_and_a_scope_one_customer(snapshot: Path) -> None:
    where: Any = str(snapshot)
    one = marts.open_responses(Scope("K-1003"), where)
    assert set(one["customer_id"]) == {"K-1003"}
    assert one.equals(marts.open_responses(Scope(frozenset({"K-1003"})), snapshot))
    assert Scope("K-1003") == Scope(frozenset({"K-1003"}))


def test_an_unknown_customer_is_an_error(snapshot: Path) -> None:
    with pytest.raises(UnknownCustomerError, match="'K-9999' is no customer"):
        marts.open_responses(Scope("K-9999"), snapshot)
    with pytest.raises(UnknownCustomerError, match="K-9999"):
        marts.monthly_counts(EVERYBODY, snapshot, customer_id="K-9999")


def test_whoever_sees_some_customers_learns_nothing_of_others(snapshot: Path) -> None:
    """For them another customer is as one that is not there."""
    own = Scope(frozenset({"K-1004"}))
    for other in ("K-1001", "K-9999"):
        assert marts.monthly_counts(own, snapshot, customer_id=other).empty


@pytest.mark.parametrize("wrong", [None, 5, "September"])
def test_what_is_no_month_is_refused(snapshot: Path, wrong: Any) -> None:
    with pytest.raises(TypeError):
        marts.compliance_by_customer(EVERYBODY, snapshot, wrong)


def test_what_is_no_scope_is_refused(snapshot: Path) -> None:
    wrong: Any = ["K-1003"]
    with pytest.raises(TypeError, match="first argument is a Scope"):
        marts.open_responses(wrong, snapshot)


def test_a_customer_without_a_name_is_an_error(snapshot: Path) -> None:
    with pytest.raises(UnknownCustomerError, match="'' is no customer"):
        marts.monthly_counts(EVERYBODY, snapshot, customer_id="")


@pytest.mark.parametrize(
    "question",
    [
        marts.explained_responses,
        marts.response_legs,
        marts.response_pauses,
        marts.response_segments,
        marts.response_waivers,
    ],
)
def test_one_id_is_that_response(snapshot: Path, question: Any) -> None:
    key = marts.ask(snapshot, "from fct_response_legs limit 1")["response_id"].item()
    answer = question(EVERYBODY, snapshot, key)
    assert answer.equals(question(EVERYBODY, snapshot, [key]))
    if question not in {marts.response_pauses, marts.response_waivers}:  # the demo's have none
        assert set(answer["response_id"]) == {key}


def test_days_mean_their_months_whatever_a_period_is_called(snapshot: Path) -> None:
    august, september = (containing(date(2026, month, 1), "month") for month in (8, 9))
    days: Any = (date(2026, 8, 17), date(2026, 9, 2))
    answer = marts.change_by(EVERYBODY, snapshot, "severity", *days)
    assert answer.equals(
        marts.change_by(EVERYBODY, snapshot, "severity", before=august, period=september)
    )
    assert answer["counted_before_count"].sum() > 0


def test_a_word_that_is_none_of_those_to_choose_from_is_refused(snapshot: Path) -> None:
    wrong: Any = "colour"
    with pytest.raises(ValueError, match=r"dimension is one of 'severity', .* not 'colour'"):
        marts.change_by(EVERYBODY, snapshot, wrong, FIRST, FIRST)  # type: ignore[arg-type]


def test_whatever_takes_a_path_takes_it_as_a_string(snapshot: Path) -> None:
    where: Any = str(snapshot)
    assert marts.ask(where, "from run_info").equals(marts.ask(snapshot, "from run_info"))
    assert marts.tables(where).equals(marts.tables(snapshot))
    assert marts.trouble_counts(where) == marts.trouble_counts(snapshot)


def test_a_query_without_any_is_refused(snapshot: Path) -> None:
    with pytest.raises(VipSlaError, match="there is no query in it"):
        marts.ask(snapshot, ";")
