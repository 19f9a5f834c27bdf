"""Late responses, one by one, beside the counts of the same month."""

from datetime import date
from pathlib import Path

import pytest

from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.periods import containing
from pipeline.workspace import Workspace

MONTH = date(2026, 10, 1)
OF_MONTH = containing(MONTH, "month")
ONE = "K-1003"


@pytest.fixture(scope="module")
def snapshot(demo_workspace: Workspace) -> Path:
    return marts.newest_snapshot(demo_workspace)


def test_as_many_as_are_counted(snapshot: Path) -> None:
    late = marts.late_responses(EVERYBODY, snapshot, OF_MONTH)
    counted = late[late["exclusion_reason"].isna()].groupby("customer_id").size()
    counts = marts.compliance_by_customer(EVERYBODY, snapshot, OF_MONTH).set_index("customer_id")
    breached = counts["breached_count"]
    assert counted.to_dict() == breached[breached > 0].to_dict()
    assert counted[ONE] > 1


def test_each_over_its_target_by_opening_with_its_subject(snapshot: Path) -> None:
    late = marts.late_responses(EVERYBODY, snapshot, OF_MONTH, ONE)
    assert set(late["customer_id"]) == {ONE}
    assert (late["elapsed_seconds"] > late["target_seconds"]).all()
    assert late["opened_at"].is_monotonic_increasing
    assert late["subject"].notna().all()


def test_nobody_else_s(snapshot: Path) -> None:
    assert len(marts.late_responses(Scope(frozenset({"K-1004"})), snapshot, OF_MONTH, ONE)) == 0
