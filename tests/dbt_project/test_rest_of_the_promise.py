"""Eleven tickets of a lawyer: in time by their targets, and yet not what was promised."""

import shutil
from pathlib import Path

import pytest

from pipeline.running.run import run
from pipeline.workspace import Workspace
from tests.comparison import published

LAWYER = Path(__file__).parents[3] / "shared" / "cases" / "judge" / "lawyer"

pytestmark = pytest.mark.skipif(
    not LAWYER.exists(), reason=f"the lawyer's tickets are not at {LAWYER}"
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lawyer's workspace, run; its policy says nothing of hours by the wall or old threads."""
    root = tmp_path_factory.mktemp("lawyer") / "workspace"
    shutil.copytree(LAWYER, root)
    for path in (root, *root.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return run(Workspace(root)).snapshot


@pytest.mark.parametrize(
    ("ticket_id", "cycle_number", "reason"),
    [
        ("critical-in-an-old-thread", 2, "old_thread"),
        ("silent-for-days-in-an-outage", 1, "silent_afterwards"),
        ("twenty-four-hours-over-a-weekend", 1, "over_24_hours"),
        ("another-agent-answers", 1, "another_agent"),
    ],
)
def test_what_a_customer_would_say_is_a_contested_response(
    snapshot: Path, ticket_id: str, cycle_number: int, reason: str
) -> None:
    rows = {
        (row["ticket_id"], row["reason"]): row for row in published(snapshot, "contested_responses")
    }

    row = rows[ticket_id, reason]
    assert row["response_id"] == f"desk:{ticket_id}:{cycle_number}"
    assert not row["is_counted_against"]


def test_of_the_four_reasons_no_other_ticket_gives_one_that_it_should_not(snapshot: Path) -> None:
    silent = {
        "silent-for-days-in-an-outage",
        "acknowledged-in-five-seconds",  # until the real answer, three days later
        "another-agent-answers",  # the ticket is open to this day
        "thanks-after-the-solution",  # opened again, and no word since
    }
    expected = {
        *((ticket_id, "silent_afterwards") for ticket_id in silent),
        ("critical-in-an-old-thread", "old_thread"),
        ("twenty-four-hours-over-a-weekend", "over_24_hours"),
        ("another-agent-answers", "another_agent"),
    }
    found = {
        (row["ticket_id"], row["reason"])
        for row in published(snapshot, "contested_responses")
        if row["reason"] in {reason for _, reason in expected}
    }

    assert found == expected


def test_an_update_four_days_late_is_the_worst_but_for_those_that_last(snapshot: Path) -> None:
    late = [row for row in published(snapshot, "fct_late_updates") if not row["is_running"]]
    worst = max(late, key=lambda row: row["gap_seconds"] - row["target_seconds"])

    assert worst["ticket_id"] == "silent-for-days-in-an-outage"
    assert worst["gap_seconds"] == 38 * 3600 + 50 * 60
    assert worst["target_seconds"] == 4 * 3600
