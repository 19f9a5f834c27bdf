"""The demo with a scenario's result in it, made without a build: some verdicts are changed."""

import shutil
from pathlib import Path

import duckdb

from pipeline import marts
from pipeline.running.what_if import _compare
from pipeline.settings.scenario import load_scenario
from pipeline.workspace import Workspace

LATE = 3
"""So many responses that were in time are late under the scenario."""
CUSTOMER = "K-1004"
"""All of this customer, and of severity 3."""


def judged_demo(demo: Workspace, folder: Path) -> Workspace:
    """A workspace with the demo's snapshot and settings, and the result of `stricter.yml`."""
    workspace = Workspace(folder / "judged")
    workspace.snapshots.mkdir(parents=True)
    for name in ("vip-sla.yml", "policy.yml"):
        shutil.copy(demo.root / name, workspace.root / name)
    shutil.copytree(demo.register, workspace.register)
    snapshot = workspace.snapshots / marts.newest_snapshot(demo).name
    shutil.copy(marts.newest_snapshot(demo), snapshot)
    workspace.published.symlink_to(snapshot.relative_to(workspace.warehouse))
    built = folder / "built.duckdb"
    shutil.copy(snapshot, built)
    built.chmod(0o600)
    with duckdb.connect(str(built)) as connection:
        connection.execute(
            "update marts.fct_responses set outcome = 'breached' where response_id in ("
            "select response_id from marts.fct_responses where is_counted and outcome = 'met' "
            f"and customer_id = '{CUSTOMER}' and severity = 3 order by response_id limit {LATE})"
        )
    file = folder / "stricter.yml"
    file.write_text("goal: 0.95\n", encoding="utf-8")
    _compare(workspace, load_scenario(file, workspace.policy_file), snapshot, built)
    return workspace
