"""Publishing: the file of marts becomes a read-only snapshot, and a link moves to it in one step.

Readers resolve the link and open that file read-only: they neither block a run nor are blocked,
and an open snapshot stays whole until they let go of it.
"""

import os
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline import dbt
from pipeline.workspace import Workspace

KEPT_SNAPSHOTS = 5


def unpublished_file(workspace: Workspace) -> Path:
    """Where the models write the marts; what an interrupted run left there is removed."""
    marts_file = workspace.build / dbt.MARTS_FILE
    for leftover in workspace.build.glob(f"{marts_file.name}*"):
        leftover.unlink()
    return marts_file


def publish(workspace: Workspace, marts_file: Path, run_id: str, finished_at: datetime) -> Path:
    """Make the file of marts the newest snapshot, and return its path."""
    with duckdb.connect(str(marts_file)) as connection:
        connection.execute("update marts.run_info set finished_at = ?", [finished_at])
        connection.execute("checkpoint")
    # An analyst's read-write open would lock everybody else out.
    marts_file.chmod(0o444)
    _flush(marts_file)
    workspace.snapshots.mkdir(exist_ok=True)
    snapshot = workspace.snapshots / f"{run_id}.duckdb"
    marts_file.rename(snapshot)
    _flush(workspace.snapshots)
    _point_to(workspace.published, snapshot)
    _prune(workspace)
    return snapshot


def _point_to(link: Path, snapshot: Path) -> None:
    aside = link.with_name(f".{link.name}.next")
    aside.unlink(missing_ok=True)
    aside.symlink_to(snapshot.relative_to(link.parent))
    aside.replace(link)
    _flush(link.parent)


def _prune(workspace: Workspace) -> None:
    # By run_id alone: behind the name of a second's first run, `-2` sorts after it.
    snapshots = sorted(workspace.snapshots.glob("*.duckdb"), key=lambda path: path.stem)
    newest = workspace.published.resolve()
    for old in snapshots[:-KEPT_SNAPSHOTS]:
        if old.resolve() != newest:
            old.unlink()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
