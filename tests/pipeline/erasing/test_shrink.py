"""`prune` lets go of what no kept run and no next one needs, and of nothing else."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.erasing.shrink import KEPT_FOR, Unneeded, shrink, unneeded
from pipeline.landing.loader import land_exports
from pipeline.landing.manifests import read_manifest, write_manifest
from pipeline.landing.seals import all_broken
from pipeline.landing.tables import land_table
from pipeline.reports.verify import runs_of_reports
from pipeline.settings.config import load_config
from pipeline.workspace import Workspace
from tests.pipeline.command_line import vip_sla
from tests.pipeline.small_desk import EVENTS, export, small_workspace

RUNS = ("20260501T000000Z", "20260502T000000Z", "20260503T000000Z")
LATER = datetime(2026, 12, 1, tzinfo=UTC)
SEVERITIES = range(1, 6)


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    """Three runs: of an export, of it under other settings, and of a changed policy."""
    workspace = small_workspace(tmp_path / "acme")
    landed(workspace, 0, policy="a")
    text = workspace.config_file.read_text(encoding="utf-8")
    workspace.config_file.write_text(text.replace("time_zone: UTC", "time_zone: Europe/Berlin"))
    landed(workspace, 1, policy="a")
    landed(workspace, 2, policy="b")
    return workspace


def sources(workspace: Workspace) -> list:  # type: ignore[type-arg]
    return list(load_config(workspace.config_file, SEVERITIES).sources)


def landed(workspace: Workspace, number: int, policy: str) -> None:
    started_at = datetime.strptime(RUNS[number], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    landing = land_exports(workspace, sources(workspace), started_at)
    table = land_table(workspace, "policy", "settings", pa.table({"name": [policy]}))
    write_manifest(workspace, RUNS[number], {}, landing.files, [table])


def asked(workspace: Workspace, *named: str, now: datetime = LATER) -> Unneeded:
    return unneeded(workspace, sources(workspace), named, now)


def names(found: Unneeded) -> list[str]:
    return [path.stem for path in found.manifests]


def test_what_nothing_names_goes(desk: Workspace) -> None:
    """Of the former settings every file, and the former policy; what the next run reads stays."""
    before = read_manifest(desk, RUNS[0]), read_manifest(desk, RUNS[2])
    found = asked(desk)
    assert names(found) == list(RUNS)
    assert found.kept_count == 0
    going = {str(path.relative_to(desk.landing)) for path in found.files}
    former, present = ({file.rows_path for file in it.files if file.rows_path} for it in before)
    assert former <= going
    assert not present & going
    assert sum(name.startswith("policy/") for name in going) == 2


def test_a_run_that_is_named_can_be_made_again(desk: Workspace) -> None:
    found = asked(desk, RUNS[0])
    assert names(found) == list(RUNS[1:])
    shrink(desk, sources(desk), [RUNS[0]], LATER)
    [manifest] = [read_manifest(desk, path.stem) for path in desk.manifests.glob("*.json")]
    assert manifest.run_id == RUNS[0]
    for file in manifest.files:
        assert all((desk.landing / path).exists() for path in file.seals)
    assert all((desk.landing / table.path).exists() for table in manifest.tables)
    assert all_broken(desk) == []


def test_a_run_with_a_snapshot_stays(desk: Workspace) -> None:
    desk.snapshots.mkdir(parents=True)
    (desk.snapshots / f"{RUNS[1]}.duckdb").touch()
    assert names(asked(desk)) == [RUNS[0], RUNS[2]]


def test_young_runs_stay(desk: Workspace) -> None:
    """Up to 31 days after its start, that second included."""
    first = datetime(2026, 5, 1, tzinfo=UTC)
    assert names(asked(desk, now=first + KEPT_FOR)) == []
    assert names(asked(desk, now=first.replace(second=1) + KEPT_FOR)) == [RUNS[0]]


def test_the_next_run_lands_nothing_anew(desk: Workspace) -> None:
    gone = shrink(desk, sources(desk), [], LATER)
    assert gone.byte_count > 0
    assert asked(desk).files == asked(desk).manifests == ()
    assert land_exports(desk, sources(desk), LATER).new == ()


def test_what_landed_under_former_settings_alone_stays(desk: Workspace) -> None:
    """Its export is gone, so it could never land again."""
    old = export(desk, "events-2.csv", EVENTS.replace("e1", "f1"))
    text = desk.config_file.read_text(encoding="utf-8")
    landed(desk, 0, policy="a")
    old.unlink()
    desk.config_file.write_text(text.replace("time_zone: Europe/Berlin", "time_zone: Asia/Tokyo"))
    landed(desk, 1, policy="a")
    [receipt] = [file for file in read_manifest(desk, RUNS[0]).files if file.file == "events-2.csv"]
    shrink(desk, sources(desk), [], LATER)
    assert receipt.rows_path
    assert (desk.landing / receipt.rows_path).exists()


def test_a_dry_run_changes_nothing_and_says_how_much(desk: Workspace) -> None:
    before = sorted(desk.root.rglob("*"))
    said = vip_sla("prune", "--dry-run", "--workspace", desk.root)
    assert said.status == 0
    assert "3 runs of more than 31 days ago, named by no snapshot and no report" in said.all
    assert "would go" in said.all
    assert sorted(desk.root.rglob("*")) == before
    assert "are gone" in vip_sla("prune", "--workspace", desk.root).all
    assert list(desk.manifests.glob("*.json")) == []


def test_reports_name_their_runs(desk: Workspace) -> None:
    folder = desk.reports / "2026-01" / "K-1"
    folder.mkdir(parents=True)
    (folder / "report.json").write_text(f'{{"provenance": {{"run_id": "{RUNS[0]}"}}}}')
    ledger = desk.reports / "ledger" / "reports"
    ledger.mkdir(parents=True)
    (ledger / "0001-made.json").write_text(f'{{\n  "run_id": "{RUNS[1]}-2"\n}}')
    (folder / "no-report.pdf").write_bytes(b"%PDF-nothing")
    assert runs_of_reports(desk) == {RUNS[0], f"{RUNS[1]}-2"}
