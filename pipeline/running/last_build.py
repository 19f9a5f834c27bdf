"""What the newest run left for the next one to build on: its snapshot, and what it did not publish.

It counts for the run that it is of, and where nothing is judged otherwise since: its name says so.
"""

from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from pipeline.errors import NoSnapshotError, OldSnapshotError
from pipeline.landing.tables import LandedTable
from pipeline.marts import newest_snapshot
from pipeline.marts.provenance import run_of
from pipeline.running import dbt, plan
from pipeline.running.warehouse import Run
from pipeline.workspace import Workspace

_OF_ONE_RUN = {"run_id", "as_of", "landing_hash", "started_at", "finished_at"}


def judged_by(run: Run, tables: Iterable[LandedTable]) -> str:
    """Names by what a run judges, be it of the same exports and moment or of others."""
    of_all = {name: value for name, value in asdict(run).items() if name not in _OF_ONE_RUN}
    told = [
        plan.name(dbt.PROJECT),
        *(f"{name} {value}" for name, value in sorted(of_all.items())),
        *sorted(table.path for table in tables),
    ]
    return sha256("\n".join(told).encode()).hexdigest()[:16]


def take(workspace: Workspace, run: Run, judged_by: str, aside: Path) -> Path | None:
    """The snapshot to build on, what it did not publish moved `aside`; None where there is none.

    Whatever becomes of the run, nobody builds on what it took a second time.
    """
    try:
        snapshot = newest_snapshot(workspace).resolve()
        if run_of(snapshot).as_of > run.as_of:
            return None
    except (NoSnapshotError, OldSnapshotError):
        return None
    left = _place(workspace, snapshot.stem, judged_by)
    if not left.exists():
        return None
    left.replace(aside)
    return snapshot


def leave(workspace: Workspace, run: Run, judged_by: str, aside: Path) -> None:
    """Have what lies `aside` for the next run, if anything does, and nothing older."""
    forget(workspace)
    if aside.exists():
        aside.replace(_place(workspace, run.run_id, judged_by))


def forget(workspace: Workspace) -> None:
    """The next run makes everything anew: rows that were erased may still lie in these files."""
    for file in workspace.build.glob("last-*.duckdb"):
        file.unlink()


def _place(workspace: Workspace, run_id: str, judged_by: str) -> Path:
    return workspace.build / f"last-{run_id}-{judged_by}.duckdb"
