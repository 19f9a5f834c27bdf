"""What if: a scenario's terms over the real history, by the very same models, set beside the truth.

The build reads what the newest run read, but for the policy. Its marts are compared, response by
response, with the published ones and then are gone: what stays is the comparison, a file that no
report, page or command takes for a snapshot.
"""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import filelock
import pyarrow as pa

from pipeline.atomic import beside
from pipeline.errors import RunError, RunInProgressError
from pipeline.landing.manifests import Manifest
from pipeline.landing.tables import landed_as
from pipeline.marts.provenance import run_of
from pipeline.marts.scenarios import ABOUT, COMPARED
from pipeline.marts.snapshot import newest_snapshot
from pipeline.quoted import literal
from pipeline.running import dbt
from pipeline.running.rebuild import what_was_read
from pipeline.running.run import policy_until
from pipeline.running.warehouse import create_build_file, event_span
from pipeline.settings.policy import Policy
from pipeline.settings.scenario import Scenario
from pipeline.settings.workspace import load_settings
from pipeline.workspace import Workspace

OnModel = Callable[[dbt.Progress], None]


def what_if(workspace: Workspace, scenario: Scenario, on_model: OnModel | None = None) -> Path:
    """Judge the newest run's history by a scenario; returns `scenarios/<name>.parquet`.

    An earlier result of the same name is replaced. Raises NoSnapshotError before the first run,
    RunError where settings have changed since, LandingError where what the run read is gone, and
    RunInProgressError while another scenario is being judged.
    """
    with _alone(workspace), tempfile.TemporaryDirectory(dir=workspace.build) as folder:
        snapshot = newest_snapshot(workspace)
        marts_file = build(workspace, scenario, Path(folder), on_model)
        return _compare(workspace, scenario, snapshot, marts_file)


def build(
    workspace: Workspace, scenario: Scenario, folder: Path, on_model: OnModel | None = None
) -> Path:
    """Build the marts of the newest run under a scenario in `folder` and return their file."""
    run_id = run_of(newest_snapshot(workspace)).run_id
    manifest, run = what_was_read(workspace, run_id)
    settings = load_settings(workspace)
    span = event_span(workspace, manifest.files)
    oldest = span[0] if span else run.as_of

    def tables(policy: Policy) -> dict[str, pa.Table]:
        return policy_until(run.as_of, oldest, policy, settings.config.sources)

    _check_unchanged(manifest, tables(settings.policy))
    create_build_file(
        workspace,
        folder / dbt.BUILD_FILE,
        manifest.files,
        [table for table in manifest.tables if table.area != "policy"],
        run,
        {f"policy_{name}": table for name, table in tables(scenario.policy).items()},
    )
    dbt.build(folder, kept=folder, as_of=run.as_of, reading=run.reading, on_progress=on_model)
    return folder / dbt.MARTS_FILE


@contextmanager
def _alone(workspace: Workspace) -> Iterator[None]:
    """One scenario at a time: each takes what a run takes of the machine."""
    workspace.build.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(workspace.build / "what-if.lock", timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise RunInProgressError(
            f"another scenario is being judged in {workspace.root}; try again once it is done"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _check_unchanged(manifest: Manifest, tables: dict[str, pa.Table]) -> None:
    """Else the difference would be that of two changes, and nobody could tell them apart."""
    judged_by = {
        table.name: table.content_hash for table in manifest.tables if table.area == "policy"
    }
    today = {name: landed_as("policy", name, table).content_hash for name, table in tables.items()}
    if judged_by != today:
        changed = sorted(name for name, _ in judged_by.items() ^ today.items())
        raise RunError(
            "policy.yml or vip-sla.yml is not what the newest run judged by (of the policy: "
            f"{', '.join(dict.fromkeys(changed))}); start `vip-sla run`, then ask again"
        )


def _compare(workspace: Workspace, scenario: Scenario, snapshot: Path, marts_file: Path) -> Path:
    """Both verdicts of every response of dedicated customers, as one file."""
    run = run_of(snapshot)
    about = {
        "name": scenario.name,
        "text": scenario.text,
        "run_id": run.run_id,
        "reading": run.reading,
        "as_of": run.as_of.isoformat(),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    final = workspace.scenarios / f"{scenario.name}.parquet"
    with beside(final) as aside, duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        for name, file in (("published", snapshot), ("scenario", marts_file)):
            connection.execute(f"attach {literal(str(file))} as {name} (read_only)")
        told = literal(json.dumps(about, ensure_ascii=False))
        connection.execute(
            f"copy ({COMPARED}) to {literal(str(aside))} "
            f"(format parquet, compression zstd, kv_metadata {{{ABOUT}: {told}}})"
        )
        aside.chmod(0o440)
    return final
