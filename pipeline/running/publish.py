"""Publishing: the file of marts becomes a read-only snapshot, and a link moves to it in one step.

Readers resolve the link and open that file read-only: they neither block a run nor are blocked,
and an open snapshot stays whole until they let go of it.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.atomic import flush
from pipeline.errors import RunError
from pipeline.workspace import Workspace

KEPT_SNAPSHOTS = 5


def publish(workspace: Workspace, marts_file: Path, run_id: str, finished_at: datetime) -> Path:
    """Make the file of marts the newest snapshot, and return its path.

    Raises RunError where the file is not, whole, what this run should have built.
    """
    with duckdb.connect(str(marts_file)) as connection:
        _stamp(connection, run_id, finished_at)
        connection.execute("checkpoint")
    # An analyst's read-write open would lock everybody else out; strangers read nothing.
    marts_file.chmod(0o440)
    flush(marts_file)
    workspace.snapshots.mkdir(exist_ok=True)
    snapshot = workspace.snapshots / f"{run_id}.duckdb"
    marts_file.rename(snapshot)
    flush(workspace.snapshots)
    _point_to(workspace.published, snapshot)
    _prune(workspace)
    return snapshot


def _stamp(connection: duckdb.DuckDBPyConnection, run_id: str, finished_at: datetime) -> None:
    """Write the run's end into its one row, which is also the proof that the marts are its own."""
    try:
        connection.execute("update marts.run_info set finished_at = ?", [finished_at])
        found = connection.execute("select run_id from marts.run_info").fetchall()
    except duckdb.CatalogException:
        found = []
    if found != [(run_id,)]:
        raise RunError(
            "nothing was published, the previous snapshot keeps serving: the marts that were built "
            f"are not those of run {run_id}; see that the disk has space, then run again"
        )


def _point_to(link: Path, snapshot: Path) -> None:
    aside = link.with_name(f".{link.name}.next")
    aside.unlink(missing_ok=True)
    aside.symlink_to(snapshot.relative_to(link.parent))
    aside.replace(link)
    flush(link.parent)


def _prune(workspace: Workspace) -> None:
    # By run_id alone: behind the name of a second's first run, `-2` sorts after it.
    snapshots = sorted(workspace.snapshots.glob("*.duckdb"), key=lambda path: path.stem)
    newest = workspace.published.resolve()
    for old in snapshots[:-KEPT_SNAPSHOTS]:
        if old.resolve() != newest:
            remove(workspace, old)


def remove(workspace: Workspace, snapshot: Path) -> None:
    """Remove a snapshot, and what else there is of its run's marts."""
    snapshot.unlink()
    _remove_parquet(workspace.marts_parquet(snapshot.stem))


@contextmanager
def parquet_of_snapshots_alone(workspace: Workspace) -> Iterator[None]:
    """Afterwards there are no marts as Parquet but those of snapshots: a run that fails, or was
    killed, leaves none.
    """
    try:
        yield
    finally:
        snapshots = {path.stem for path in workspace.snapshots.glob("*.duckdb")}
        for place in workspace.all_marts_parquet.glob("*"):
            if place.name not in snapshots:
                _remove_parquet(place)


def _remove_parquet(place: Path) -> None:
    for folder in (place, *place.rglob("*/")):
        if folder.is_dir():
            folder.chmod(0o750)
    shutil.rmtree(place, ignore_errors=True)
