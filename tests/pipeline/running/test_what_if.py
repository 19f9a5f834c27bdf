"""What if: a scenario's build is a full run's under that policy, and touches nothing published."""

import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from pipeline import marts
from pipeline.errors import RunError, RunInProgressError, VipSlaError
from pipeline.marts import EVERYBODY, Scope, scenarios
from pipeline.marts.records import records
from pipeline.marts.scenarios import Flipped, Judged, Trait
from pipeline.running import what_if as whatif
from pipeline.running.run import run
from pipeline.settings.scenario import Scenario, load_scenario
from pipeline.workspace import Workspace
from tests.comparison import plain_rows
from tests.pipeline.small_desk import (
    NEWEST_EVENT,
    Published,
    copy_of,
    landing_state,
    small_workspace,
)

TEXT = """\
policies:
  - valid_from: 2020-01-01
    targets:
      1: {follow_up: 8 hours}
      3: {first_response: 30 minutes}
"""
CHANGES = {
    "1: {first_response: 1 hour, follow_up: 4 hours}": (
        "1: {first_response: 1 hour, follow_up: 8 hours}"
    ),
    "3: {first_response: 2 hours, follow_up: 2 working days}": (
        "3: {first_response: 30 minutes, follow_up: 2 working days}"
    ),
}
"""The same, written into policy.yml."""


@dataclass(frozen=True)
class Asked:
    """A workspace that was asked, and what came of it."""

    workspace: Workspace
    before: tuple[Published, dict[str, tuple[bytes, int]]]
    result: Path
    marts_file: Path
    full_run: Path
    """The snapshot of a full run under the same policy."""


def scenario(workspace: Workspace, text: str, name: str = "other") -> Scenario:
    workspace.scenarios.mkdir(exist_ok=True)
    path = workspace.scenarios / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    return load_scenario(path, workspace.policy_file)


def all_rows(file: Path, table: str) -> list[dict[str, Any]]:
    return plain_rows(marts.ask(file, f"select * from {table} order by all"))


def state(workspace: Workspace) -> tuple[Published, dict[str, tuple[bytes, int]]]:
    return Published.of(workspace), landing_state(workspace, manifests=True)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder = tmp_path_factory.mktemp("what-if")
    workspace = small_workspace(folder / "desk")
    run(workspace, as_of=NEWEST_EVENT)
    other = copy_of(workspace, folder / "other")
    before, kept = state(workspace), folder / "kept.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        compare = whatif._compare

        def keep(*about: Any) -> Path:
            with duckdb.connect(str(about[3])) as connection:
                connection.execute("checkpoint")
            shutil.copy(about[3], kept)
            return compare(*about)

        patch.setattr(whatif, "_compare", keep)
        result = whatif.what_if(workspace, scenario(workspace, TEXT))
    text = other.policy_file.read_text(encoding="utf-8")
    for old, new in CHANGES.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    other.policy_file.write_text(text, encoding="utf-8")
    full_run = run(other, as_of=NEWEST_EVENT).snapshot
    return Asked(workspace, before, result, kept, full_run)


def test_a_scenario_is_a_full_run_under_that_policy_row_by_row(asked: Asked) -> None:
    found = marts.tables(asked.full_run)
    tables = set(found.loc[found["rows"].notna(), "table"]) - {"run_info"}
    assert len(tables) > 30
    with duckdb.connect() as connection:
        for name, file in (("one", asked.marts_file), ("other", asked.full_run)):
            connection.execute(f"attach '{file}' as {name} (read_only)")
        for table in sorted(tables):
            for here, there in (("one", "other"), ("other", "one")):
                only_here = connection.execute(
                    f"from {here}.marts.{table} except all from {there}.marts.{table}"
                ).fetchall()
                assert only_here == [], table
    assert all_rows(asked.full_run, "fct_responses")


def test_nothing_is_published_or_landed(asked: Asked) -> None:
    assert state(asked.workspace) == asked.before
    assert not list(asked.workspace.build.glob("tmp*"))


def test_no_question_takes_the_result_for_a_snapshot(asked: Asked) -> None:
    assert marts.newest_snapshot(asked.workspace).parent == asked.workspace.snapshots
    with pytest.raises(duckdb.Error):
        marts.run_info(EVERYBODY, asked.result)


def test_verdicts_before_and_after(asked: Asked) -> None:
    """By the verdicts of both runs, set beside each other here."""
    verdicts = [
        {row["response_id"]: row for row in all_rows(file, "fct_responses")}
        for file in (marts.newest_snapshot(asked.workspace), asked.full_run)
    ]
    dedicated = {"K-1", "K-2"}
    expected = Counter(
        (before["customer_id"], before["outcome"], verdicts[1][key]["outcome"])
        for key, before in verdicts[0].items()
        if before["customer_id"] in dedicated
    )
    found = plain_rows(pd.read_parquet(asked.result))
    told = Counter((row["customer_id"], row["outcome"], row["scenario_outcome"]) for row in found)
    assert told == expected
    assert told["K-2", "met", "breached"] == told["K-1", "breached", "met"] == 1
    by_customer = records(scenarios.judged(EVERYBODY, asked.result, "customer"), Judged)
    assert [(each.group, each.before.part, each.after.part) for each in by_customer] == [
        ("K-1", 1, 2),
        ("K-2", 1, 0),
    ]
    [total] = records(scenarios.judged(EVERYBODY, asked.result, "all"), Judged)
    assert (total.flipped_count, total.newly_late_count, total.no_longer_late_count) == (2, 1, 1)
    months = records(scenarios.judged(EVERYBODY, asked.result, "month"), Judged)
    assert {each.group: each.flipped_count for each in months} == {"2026-03": 2, "2026-04": 0}


def test_what_flips_and_what_it_has_in_common(asked: Asked) -> None:
    flips = records(scenarios.flipped(EVERYBODY, asked.result), Flipped)
    assert [each.response_id for each in flips] == ["helpdesk:T-2:1", "helpdesk:T-1:2"]
    [late] = records(scenarios.in_common(EVERYBODY, asked.result, "newly_late"), Trait)
    # one of three in all; no other trait is as rare among the responses
    assert (late.flipped_count, late.all_flipped_count) == (1, 1)
    assert (late.response_count, late.all_response_count) == (1, 3)


def test_a_customer_s_people_would_see_their_own_rows_only(asked: Asked) -> None:
    scope = Scope(frozenset({"K-1"}))
    [only] = records(scenarios.judged(scope, asked.result, "customer"), Judged)
    assert only.group == "K-1"
    assert set(scenarios.flipped(scope, asked.result)["customer_id"]) == {"K-1"}
    assert scenarios.in_common(scope, asked.result, "newly_late").empty


def test_the_result_says_what_it_is(asked: Asked) -> None:
    about = scenarios.about(asked.result)
    assert (about.name, about.text) == ("other", TEXT)
    assert about.run_id == marts.newest_snapshot(asked.workspace).stem
    with pytest.raises(VipSlaError, match="is no result of a scenario"):
        scenarios.about(asked.workspace.policy_file)


def test_a_scenario_equal_to_today_s_policy_flips_nothing(asked: Asked, tmp_path: Path) -> None:
    """Where it names other values than the policy had before, too."""
    other = copy_of(Workspace(asked.full_run.parents[2]), tmp_path / "same")
    result = whatif.what_if(other, scenario(other, TEXT, "same"))
    [total] = records(scenarios.judged(EVERYBODY, result, "all"), Judged)
    assert total.flipped_count == 0
    assert total.before == total.after
    assert total.counted_count > 0
    assert scenarios.flipped(EVERYBODY, result).empty
    assert scenarios.in_common(EVERYBODY, result, "newly_late").empty


def test_settings_that_changed_since_the_run_are_no_scenario_s_doing(
    asked: Asked, tmp_path: Path
) -> None:
    workspace = copy_of(asked.workspace, tmp_path / "changed")
    text = workspace.policy_file.read_text(encoding="utf-8")
    workspace.policy_file.write_text(text.replace("2 hours", "3 hours"), encoding="utf-8")
    with pytest.raises(RunError, match=r"targets.*start `vip-sla run`"):
        whatif.what_if(workspace, scenario(workspace, TEXT))


def test_one_at_a_time(asked: Asked) -> None:
    with whatif._alone(asked.workspace), pytest.raises(RunInProgressError, match="try again"):
        whatif.what_if(asked.workspace, scenario(asked.workspace, TEXT))
