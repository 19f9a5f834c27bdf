"""The promise's own table where the promise changed, and where a customer has one of its own."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from pipeline.running.run import run
from tests.pipeline.small_desk import rows, small_workspace

POLICIES = """\
policies:
  - valid_from: 2020-01-01
    calendar: dedicated_support
    targets: {1: {first_response: 1 hour}, 3: {first_response: 2 hours, follow_up: 4 hours}}
  - valid_from: 2026-03-31
    calendar: dedicated_support
    targets: {1: {first_response: 1 hour}, 3: {first_response: 90 minutes}}
  - valid_from: 2026-04-16
    calendar: dedicated_support
    targets: {1: {first_response: 1 hour}, 3: {first_response: 3 hours}}
  - valid_from: 2026-05-20
    calendar: dedicated_support
    targets: {3: {first_response: 5 hours}}
"""
CUSTOMERS = """\
customers:
  K-1:
    - {valid_from: 2026-03-01, targets: {3: {first_response: 10 minutes}}}
    - {valid_from: 2026-04-01, targets: {3: {first_response: null}}}
  K-3:
    - valid_from: 2020-01-01
      targets:
        1: {first_response: null}
        3: {first_response: null, follow_up: null}
"""


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-written tickets under a policy with versions and an override, read literally."""
    workspace = small_workspace(tmp_path_factory.mktemp("changing") / "acme")
    text = workspace.policy_file.read_text(encoding="utf-8")
    before, rest = text.split("policies:\n")
    _, readings = rest.split("\n# How the contract's", 1)
    readings, _ = readings.split("customers: {}\n")
    policy = f"{before}{POLICIES}\n# How the contract's{readings}{CUSTOMERS}"
    workspace.policy_file.write_text(policy, encoding="utf-8")
    return run(workspace, as_of="2026-05-10T12:00:00Z", reading="literal").snapshot


def promised(snapshot: Path, customer_id: str, month: date) -> dict[str, Any]:
    """First-response target and clock by severity, and the follow-up's of severity 3."""
    frame = marts.promise(EVERYBODY, snapshot, customer_id, month)
    assert len(frame) == 12
    keyed = frame.set_index(["severity", "metric"])
    targets = keyed["target_seconds"].astype(object).where(keyed["target_seconds"].notna(), None)
    return {
        "first": targets[3, "first_response"],
        "follow_up": targets[3, "follow_up"],
        "clock": keyed["clock"][1, "first_response"],
    }


@pytest.mark.parametrize(
    ("month", "first", "follow_up"),
    [
        (date(2026, 2, 1), 7200, 14400),
        (date(2026, 3, 1), 5400, None),  # since the last day of the month
        (date(2026, 4, 1), 10800, None),  # since the middle of the month
        (date(2026, 5, 1), 10800, None),  # what begins after as_of does not hold yet
        (date(2026, 7, 1), 10800, None),
    ],
)
def test_the_promise_of_the_months_end(
    changing: Path, month: date, first: int, follow_up: int | None
) -> None:
    found = promised(changing, "K-2", month)
    assert found == {"first": first, "follow_up": follow_up, "clock": "wall_from_opening"}


@pytest.mark.parametrize(
    ("month", "first"),
    [(date(2026, 2, 1), 7200), (date(2026, 3, 1), 600), (date(2026, 4, 1), None)],
)
def test_a_customers_own_promise(changing: Path, month: date, first: int | None) -> None:
    assert promised(changing, "K-1", month)["first"] == first


@pytest.mark.parametrize("month", [date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)])
def test_whose_targets_are_all_removed_is_promised_nothing(changing: Path, month: date) -> None:
    """And nothing of everybody's instead: not by the promise, a reading, or a verdict."""
    promised_seconds = marts.promise(EVERYBODY, changing, "K-3", month)["target_seconds"]
    read_seconds = marts.readings(EVERYBODY, changing, month, "K-3")["target_seconds"]
    judged = rows(changing, "select distinct outcome from fct_responses where customer_id = 'K-3'")

    assert promised_seconds.isna().all()
    assert read_seconds.isna().all()
    assert judged == [{"outcome": "no_target"}]


def test_a_customers_own_promise_is_not_for_others_to_see(changing: Path) -> None:
    other = Scope(frozenset({"K-2"}))
    assert len(marts.promise(other, changing, "K-1", date(2026, 3, 1))) == 0


def test_what_is_promised_is_what_was_judged(changing: Path) -> None:
    """Where a month has one version, its responses were judged by the target that is shown."""
    judged = rows(
        changing,
        "select distinct customer_id, severity, metric, target_seconds, clock "
        "from fct_responses where opened_month = '2026-03-01' and opened_at < '2026-03-30'",
    )
    assert {(row["customer_id"], row["severity"], row["metric"]) for row in judged} == {
        ("K-1", 1, "first_response"),
        ("K-1", 1, "follow_up"),
        ("K-2", 3, "first_response"),
        ("K-3", 3, "first_response"),
    }
    shown = marts.promise(EVERYBODY, changing, "K-1", date(2026, 3, 1))
    shown = shown.set_index(["severity", "metric"])
    for row in judged:
        if (row["customer_id"], row["metric"]) == ("K-1", "first_response"):
            key = (row["severity"], row["metric"])
            assert shown["target_seconds"][key] == row["target_seconds"] == 3600
            assert shown["clock"][key] == row["clock"] == "wall_from_opening"


def test_as_of_is_the_moment_that_was_asked_for(changing: Path) -> None:
    (info,) = rows(changing, "from run_info")
    assert info["as_of"] == datetime(2026, 5, 10, 12, tzinfo=UTC)
