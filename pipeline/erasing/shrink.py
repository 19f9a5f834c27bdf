"""Landing may shrink: runs that nobody will make again, and what no kept run and no next one needs.

What a file became under former settings goes only where its content landed under the present ones
too: nothing that was exported is lost, whatever lies among the exports today.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.landing.manifests import RUN_ID, Manifest, read_manifest
from pipeline.landing.receipts import LandedFile, SourceSettings, landing_settings, read_receipts
from pipeline.running.run import held
from pipeline.workspace import Workspace

KEPT_FOR = timedelta(days=31)
"""So long after its start a run can be made again, whether or not anything names it."""

_SETTINGS = ("policy", "register")  # areas of tables that any run makes again


@dataclass(frozen=True)
class Unneeded:
    """What may go: manifests first, for they name the files."""

    manifests: tuple[Path, ...]
    files: tuple[Path, ...]
    byte_count: int
    kept_count: int  # runs that can be made again afterwards


def unneeded(
    workspace: Workspace,
    sources: Iterable[SourceSettings],
    named_runs: Collection[str],
    now: datetime,
) -> Unneeded:
    """What no kept run needs; nothing is changed.

    Runs are kept that a snapshot is of, that are among `named_runs` (those of reports), and that
    began not longer ago than `KEPT_FOR` before `now` (aware).
    """
    kept: list[Manifest] = []
    gone: list[Path] = []
    snapshots = {path.stem for path in workspace.snapshots.glob("*.duckdb")}
    for path in sorted(workspace.manifests.glob("*.json")):
        run_id = path.stem
        if not RUN_ID.fullmatch(run_id):
            continue
        is_young = now - _started_at(run_id) <= KEPT_FOR
        if is_young or run_id in snapshots or run_id in named_runs:
            kept.append(read_manifest(workspace, run_id))
        else:
            gone.append(path)
    named = {(file.source, file.entity, file.file_hash) for run in kept for file in run.files}
    tables = {table.path for run in kept for table in run.tables}
    files = [
        path
        for area in _SETTINGS
        for path in sorted((workspace.landing / area).glob("*/*.parquet"))
        if str(path.relative_to(workspace.landing)) not in tables
    ]
    for source in sources:
        for receipt in _replaced(workspace, source):
            if (receipt.source, receipt.entity, receipt.file_hash) not in named:
                folder = workspace.landing / receipt.source / receipt.entity
                # the receipt first: without it a file has not landed
                parts = folder.glob(f"{receipt.file_hash}.*")
                files += sorted(parts, key=lambda path: (path.suffix != ".json", path.name))
    size = sum(path.stat().st_size for path in (*gone, *files))
    return Unneeded(tuple(gone), tuple(files), size, len(kept))


def shrink(
    workspace: Workspace,
    sources: Iterable[SourceSettings],
    named_runs: Collection[str],
    now: datetime,
) -> Unneeded:
    """Let it go, and tell how much that was. Raises RunInProgressError while a run is at work."""
    with held(workspace, wait=False):
        found = unneeded(workspace, sources, named_runs, now)
        for path in (*found.manifests, *found.files):
            path.unlink()
    return found


def _replaced(workspace: Workspace, source: SourceSettings) -> Iterator[LandedFile]:
    """Receipts of former settings whose content landed under the present ones too."""
    settings = landing_settings(source)
    receipts = list(read_receipts(workspace, source.name))
    present = {(it.entity, it.content_hash) for it in receipts if it.settings == settings}
    return (
        receipt
        for receipt in receipts
        if receipt.settings != settings and (receipt.entity, receipt.content_hash) in present
    )


def _started_at(run_id: str) -> datetime:
    return datetime.strptime(run_id[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
