"""A past run's marts can be made again from landing alone, and nothing changed goes unnoticed."""

import json
from pathlib import Path

import pytest

from pipeline import marts
from pipeline.errors import LandingError
from pipeline.running.rebuild import rebuild
from pipeline.running.run import RunResult, run
from pipeline.workspace import Workspace
from tests.comparison import plain_rows
from tests.pipeline.small_desk import (
    EVENT_COLUMNS,
    NEWEST_EVENT,
    copy_of,
    export,
    small_workspace,
)


def rows(snapshot: Path, table: str) -> list[dict[str, object]]:
    return plain_rows(marts.ask(snapshot, f"select * from {table} order by all"))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    return run(small_workspace(tmp_path_factory.mktemp("first") / "desk"), as_of=NEWEST_EVENT)


@pytest.fixture
def workspace(first: RunResult, tmp_path: Path) -> Workspace:
    """A copy of the workspace after its first run."""
    return copy_of(Workspace(first.snapshot.parents[2]), tmp_path / "desk")


def test_a_past_run_is_made_again_whatever_came_after_it(
    first: RunResult, workspace: Workspace, tmp_path: Path
) -> None:
    late = "e9,T-3,2026-04-01T08:30:00Z,message,,,agent,a1\n"
    export(workspace, "events2.csv", EVENT_COLUMNS + late)
    text = workspace.policy_file.read_text(encoding="utf-8")
    workspace.policy_file.write_text(text.replace("1 hour", "1 minute"), encoding="utf-8")
    run(workspace, as_of="2026-05-01T00:00:00Z", reading="strict")
    (tmp_path / "again").mkdir()

    rebuilt = rebuild(workspace, first.run_id, tmp_path / "again")

    for table in ("fct_responses", "compliance_monthly", "dim_targets", "open_responses"):
        assert rows(rebuilt, table) == rows(first.snapshot, table)
    assert len(rows(rebuilt, "fct_responses")) > 0


def test_what_is_gone_or_changed_is_named(
    first: RunResult, workspace: Workspace, tmp_path: Path
) -> None:
    run_id = first.run_id
    manifest = workspace.manifests / f"{run_id}.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))

    with pytest.raises(LandingError, match="there was no such run"):
        rebuild(workspace, "20200101T000000Z", tmp_path)

    manifest.chmod(0o644)
    manifest.write_text(json.dumps(told | {"settings": {}}), encoding="utf-8")
    with pytest.raises(LandingError, match="does not tell 'run_id'"):
        rebuild(workspace, run_id, tmp_path)

    manifest.write_text(json.dumps(told | {"tables": told["tables"][1:]}), encoding="utf-8")
    with pytest.raises(LandingError, match="landing_hash"):
        rebuild(workspace, run_id, tmp_path)

    manifest.write_text(json.dumps(told), encoding="utf-8")
    [targets] = [table for table in told["tables"] if table["name"] == "targets"]
    (workspace.landing / targets["path"]).unlink()
    with pytest.raises(LandingError, match=r"targets.*is gone"):
        rebuild(workspace, run_id, tmp_path)

    [events] = [file for file in told["files"] if file["entity"] == "events"]
    (workspace.landing / events["rows"]).unlink()
    with pytest.raises(LandingError, match=r"helpdesk/events.*is gone"):
        rebuild(workspace, run_id, tmp_path)
