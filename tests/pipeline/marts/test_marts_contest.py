"""The questions about what may be contested and whether it is all there."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.completeness import ODD
from pipeline.marts.periods import containing
from pipeline.marts.service import median
from pipeline.workspace import Workspace
from tests.comparison import plain_rows

MONTH = date(2026, 9, 1)
OF_MONTH = containing(MONTH, "month")
ONE, OTHER = "K-1003", "K-1001"
OF_ONE = Scope(frozenset({ONE}))


@pytest.fixture(scope="module")
def snapshot(demo_workspace: Workspace) -> Path:
    return marts.newest_snapshot(demo_workspace)


def test_the_list_is_as_long_as_the_count(snapshot: Path) -> None:
    counted = marts.compliance_by_customer(EVERYBODY, snapshot, OF_MONTH).set_index("customer_id")
    found = marts.contested_in(EVERYBODY, snapshot, OF_MONTH)
    against = found[found["is_counted_against"]]
    listed = against.groupby("customer_id")["response_id"].nunique()
    assert listed.sum() > 0
    assert listed.to_dict() == {
        customer_id: count for customer_id, count in counted["contested_count"].items() if count
    }


def test_the_worst_case_counts_every_contested_response_as_late(snapshot: Path) -> None:
    counted = marts.compliance_by_customer(EVERYBODY, snapshot, OF_MONTH)
    for row in counted.to_dict("records"):
        whole = row["worst_met_count"] + row["worst_breached_count"]
        assert row["worst_met_count"] <= row["met_count"]
        assert row["worst_breached_count"] >= max(row["breached_count"], row["contested_count"])
        assert whole >= row["met_count"] + row["breached_count"]


def test_of_one_customer_and_one_month(snapshot: Path) -> None:
    everybody = marts.contested_in(EVERYBODY, snapshot, OF_MONTH)
    own = marts.contested_in(EVERYBODY, snapshot, OF_MONTH, ONE)
    expected = plain_rows(everybody[everybody["customer_id"] == ONE])
    assert len(own) > 0
    assert plain_rows(own) == expected
    assert plain_rows(marts.contested_in(OF_ONE, snapshot, OF_MONTH)) == expected
    assert marts.contested_in(OF_ONE, snapshot, OF_MONTH, OTHER).empty


def test_what_is_not_covered_is_not_listed_but_in_the_whole(snapshot: Path) -> None:
    whole = marts.contested_responses(EVERYBODY, snapshot)
    listed = {
        response_id
        for month in marts.months(EVERYBODY, snapshot)["opened_month"]
        for response_id in marts.contested_in(
            EVERYBODY, snapshot, containing(month.date(), "month")
        )["response_id"]
    }
    hidden = whole[whole["is_hiding"]]
    against = set(hidden.loc[hidden["is_counted_against"], "response_id"])
    dedicated = set(marts.customers(EVERYBODY, snapshot)["customer_id"])
    shown = set(whole.loc[whole["customer_id"].isin(dedicated), "response_id"])
    assert against & shown <= listed
    others = set(hidden["response_id"]) - against
    assert others
    assert not others & listed


def test_how_much_there_is_is_for_who_sees_everybody(snapshot: Path) -> None:
    whole = marts.completeness(EVERYBODY, snapshot)
    assert len(whole) >= 12
    assert marts.completeness(OF_ONE, snapshot).empty
    [of_month] = marts.completeness(EVERYBODY, snapshot, MONTH).to_dict("records")
    [shares] = marts.completeness_behind(OF_ONE, snapshot, ONE, MONTH).to_dict("records")
    assert set(shares) == {"source", "created_month", *(f"{name}_share" for name in ODD)}
    assert shares == {name: of_month[name] for name in shares}
    assert marts.completeness_behind(OF_ONE, snapshot, OTHER, MONTH).empty


def test_the_demo_can_be_relied_on(snapshot: Path) -> None:
    assert marts.alarms(EVERYBODY, snapshot).empty
    assert marts.alarms(OF_ONE, snapshot).empty


def test_closed_responses_are_counted_beside_their_times(snapshot: Path) -> None:
    for row in marts.promise(EVERYBODY, snapshot, ONE, MONTH).to_dict("records"):
        [closed] = marts.ask(
            snapshot,
            """
            select elapsed_seconds
            from fct_responses
            where
                customer_id = $customer_id
                and opened_month = $month
                and severity = $severity
                and metric = $metric
                and exclusion_reason is null
                and closed_at is not null
            order by elapsed_seconds
            """,
            {
                "customer_id": ONE,
                "month": MONTH,
                "severity": row["severity"],
                "metric": row["metric"],
            },
        ).T.to_numpy().tolist() or [[]]
        assert row["closed_count"] == len(closed)
        if closed:
            # the least value within which half of them lie
            assert row["median_seconds"] == closed[(len(closed) + 1) // 2 - 1]
        if len(closed) >= 10:
            assert row["p90_seconds"] == closed[-(-9 * len(closed) // 10) - 1]
        else:
            assert pd.isna(row["p90_seconds"])


@pytest.mark.parametrize(
    ("values", "expected"), [([1], 1), ([1, 2], 1), ([3, 1, 2], 2), ([4, 3, 2, 1], 2), ([], None)]
)
def test_a_median_is_an_observed_value(values: list[int], expected: int | None) -> None:
    query = f"select {median('n', 'n < 9')} from (select unnest($values::bigint[]) as n)"
    with duckdb.connect() as connection:
        assert connection.execute(query, {"values": [*values, 9]}).fetchone() == (expected,)
