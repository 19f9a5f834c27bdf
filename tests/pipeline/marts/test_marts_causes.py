"""Responses in two periods by group, beside the counts of the same months."""

from datetime import date
from pathlib import Path

import pytest

from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.causes import DIMENSIONS, Dimension, GroupChange
from pipeline.marts.compliance import CustomerMonth
from pipeline.marts.periods import containing
from pipeline.marts.records import records
from pipeline.marts.selection import FILTERS, TALLIES, Selection
from pipeline.workspace import Workspace
from tests.pipeline.small_desk import rows

SEPTEMBER = containing(date(2026, 9, 1), "month")
AUGUST = SEPTEMBER.before()
ONE = "K-1003"


@pytest.fixture(scope="module")
def snapshot(demo_workspace: Workspace) -> Path:
    return marts.newest_snapshot(demo_workspace)


@pytest.mark.parametrize("customer_id", [None, ONE])
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_groups_add_up_to_the_shares_of_the_months(
    snapshot: Path, dimension: Dimension, customer_id: str | None
) -> None:
    asked = marts.change_by(EVERYBODY, snapshot, dimension, AUGUST, SEPTEMBER, customer_id)
    groups = records(asked, GroupChange)
    months = records(marts.monthly_counts(EVERYBODY, snapshot, customer_id), CustomerMonth)
    for period, place in ((AUGUST, 0), (SEPTEMBER, 1)):
        of_month = [row.counts.net for row in months if row.opened_month == period.first]
        shares = [group.shares[place] for group in groups]
        for name in ("part", "whole"):
            told = sum(getattr(share, name) for share in shares)
            assert told == sum(getattr(share, name) for share in of_month) > 0
    keys = [group.group for group in groups]
    assert len(set(keys)) == len(keys) > (1 if dimension != "customer" or not customer_id else 0)


def test_severities_come_by_urgency(snapshot: Path) -> None:
    asked = marts.change_by(EVERYBODY, snapshot, "severity", AUGUST, SEPTEMBER)
    order = [row["severity"] for row in rows(snapshot, "from dim_severities order by urgency_rank")]
    found = [int(group) for group in asked["group"]]
    assert found == [severity for severity in order if severity in found]


def test_who_replied_is_told_by_name_and_nobody_by_none(snapshot: Path) -> None:
    groups = records(marts.change_by(EVERYBODY, snapshot, "person", AUGUST, SEPTEMBER), GroupChange)
    names = {f"{row['source']}:{row['agent_id']}": row for row in rows(snapshot, "from dim_agents")}
    for group in groups:
        if group.group is None:
            assert group.group_name is None
            assert group.met_count == group.met_before_count == 0  # only a reply is in time
        else:
            assert group.group_name == names[group.group]["agent_name"]


def test_only_own_rows(snapshot: Path) -> None:
    scope = Scope(frozenset({"K-1004"}))
    assert marts.change_by(scope, snapshot, "severity", AUGUST, SEPTEMBER, ONE).empty
    [own] = marts.change_by(scope, snapshot, "customer", AUGUST, SEPTEMBER)["group"]
    assert own == "K-1004"


@pytest.mark.parametrize("dimension", [name for name in DIMENSIONS if name in FILTERS])
def test_a_group_is_what_the_filter_of_its_name_selects(
    snapshot: Path, dimension: Dimension
) -> None:
    """So that a step of a chart leads to the very responses that it tells of."""
    groups = records(
        marts.change_by(EVERYBODY, snapshot, dimension, AUGUST, SEPTEMBER), GroupChange
    )
    for group in groups:
        if group.group is None:
            continue
        chosen = {**TALLIES["judged"], dimension: (group.group,)}
        selection = Selection.of(SEPTEMBER, chosen)
        [count] = marts.ask(
            snapshot,
            f"select count(*) as n from fct_responses where {selection.condition()}",
            selection.parameters(),
        )["n"]
        assert count == group.counted_count, group
