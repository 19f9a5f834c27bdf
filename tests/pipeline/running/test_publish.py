"""Publishing without models: a file of marts becomes a snapshot, in one step for readers."""

import os
import signal
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from pipeline import marts
from pipeline.errors import NoSnapshotError, RunError
from pipeline.marts.snapshot import SCHEMA_VERSION
from pipeline.running.publish import KEPT_SNAPSHOTS, publish
from pipeline.workspace import Workspace
from tests.pipeline.command_line import python, said_by

FINISHED_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)

PUBLISH_AND_DIE = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
import pipeline.running.publish
from pipeline.workspace import Workspace

def end(*_):
    os.kill(os.getpid(), signal.SIGKILL)

workspace = Workspace(Path(sys.argv[1]))
setattr(pipeline.running.publish, sys.argv[2], end)
marts_file = workspace.build / "unpublished.duckdb"
pipeline.running.publish.publish(workspace, marts_file, "run-2", datetime.now(UTC))
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path)
    workspace.build.mkdir(parents=True)
    return workspace


def built(workspace: Workspace, run_id: str) -> Path:
    """A stand-in for what the models build: the one table that publishing knows."""
    marts_file = workspace.build / "unpublished.duckdb"
    marts_file.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{marts_file}' as marts_file (storage_version 'v1.0.0')")
        connection.execute("create schema marts_file.marts")
        connection.execute(
            "create table marts_file.marts.run_info as "
            "select ? as run_id, cast(null as timestamp with time zone) as finished_at, "
            "? as schema_version",
            [run_id, SCHEMA_VERSION],
        )
        connection.execute("comment on table marts_file.marts.run_info is 'One row per run.'")
    return marts_file


def published(workspace: Workspace, run_id: str) -> Path:
    return publish(workspace, built(workspace, run_id), run_id, FINISHED_AT)


def run_id_in(snapshot: Path) -> str:
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        [(run_id,)] = connection.execute("select run_id from marts.run_info").fetchall()
    return str(run_id)


def test_the_link_leads_to_the_snapshot(workspace: Workspace) -> None:
    snapshot = published(workspace, "run-1")
    assert snapshot == workspace.snapshots / "run-1.duckdb"
    assert workspace.published.is_symlink()
    assert workspace.published.readlink() == Path("snapshots/run-1.duckdb")
    assert marts.newest_snapshot(workspace) == snapshot.resolve()
    assert run_id_in(workspace.published) == "run-1"


def test_the_link_survives_moving_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    published(workspace, "run-1")
    moved = workspace.warehouse.rename(tmp_path / "elsewhere")
    assert run_id_in(moved / "vip_sla.duckdb") == "run-1"


def test_nothing_is_left_aside(workspace: Workspace) -> None:
    published(workspace, "run-1")
    assert sorted(path.name for path in workspace.warehouse.iterdir()) == [
        "build",
        "snapshots",
        "vip_sla.duckdb",
    ]
    assert list(workspace.build.iterdir()) == []
    assert [path.name for path in workspace.snapshots.iterdir()] == ["run-1.duckdb"]


def test_the_snapshot_tells_its_end_and_keeps_its_comments(workspace: Workspace) -> None:
    snapshot = published(workspace, "run-1")
    (row,) = marts.ask(snapshot, "select * from run_info").to_dict("records")
    assert row["finished_at"] == FINISHED_AT
    (table,) = marts.tables(snapshot).to_dict("records")
    assert table == {"table": "run_info", "rows": 1, "description": "One row per run."}


def test_an_older_duckdb_can_read_it(workspace: Workspace) -> None:
    """The number behind the magic bytes; 64 is that of every DuckDB from 0.9 to 1.x."""
    header = published(workspace, "run-1").read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == 64


def test_nobody_may_write(workspace: Workspace) -> None:
    snapshot = published(workspace, "run-1")
    assert stat.S_IMODE(snapshot.stat().st_mode) == 0o440
    with pytest.raises(duckdb.Error, match="read-only"):
        marts.ask(snapshot, "delete from run_info")


def test_who_opens_it_for_writing_harms_nobody(workspace: Workspace) -> None:
    """It is refused, unless by root, to whom modes mean nothing; then runs go on all the same."""
    snapshot = published(workspace, "run-1")
    if not os.access(snapshot, os.W_OK):
        with pytest.raises(duckdb.IOException, match="Permission denied"):
            duckdb.connect(str(snapshot))
        return
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute("select * from marts.run_info")
        published(workspace, "run-2")
        assert run_id_in(workspace.published) == "run-2"
        for number in range(3, 3 + KEPT_SNAPSHOTS):
            published(workspace, f"run-{number}")
        assert not snapshot.exists()
        assert connection.execute("select run_id from marts.run_info").fetchall() == [("run-1",)]


def test_the_newest_five_are_kept(workspace: Workspace) -> None:
    for number in range(1, KEPT_SNAPSHOTS + 4):
        published(workspace, f"2026030{number}T120000Z")
    names = sorted(path.stem for path in workspace.snapshots.iterdir())
    assert names == [f"2026030{number}T120000Z" for number in range(4, 9)]
    assert len(names) == KEPT_SNAPSHOTS == 5


def test_runs_within_one_second_are_kept_in_their_order(workspace: Workspace) -> None:
    """`…Z-2` came after `…Z`, though `-` stands before `.` in the names of their files."""
    first = "20260301T120000Z"
    for run_id in (first, *(f"{first}-{number}" for number in range(2, 8))):
        published(workspace, run_id)
    names = {path.stem for path in workspace.snapshots.iterdir()}
    assert names == {f"{first}-{number}" for number in range(3, 8)}


def test_what_is_published_is_never_pruned(workspace: Workspace) -> None:
    """Not even where the clock went back, and others look newer."""
    workspace.snapshots.mkdir()
    for number in range(7):
        (workspace.snapshots / f"2099010{number}T000000Z.duckdb").touch()
    snapshot = published(workspace, "20260301T120000Z")
    assert snapshot.exists()
    assert len(list(workspace.snapshots.iterdir())) == KEPT_SNAPSHOTS + 1


def test_a_pruned_snapshot_stays_whole_for_its_reader(workspace: Workspace) -> None:
    first = published(workspace, "run-0")
    with duckdb.connect(str(first), read_only=True) as connection:
        for number in range(1, KEPT_SNAPSHOTS + 1):
            published(workspace, f"run-{number}")
        assert not first.exists()
        assert connection.execute("select run_id from marts.run_info").fetchall() == [("run-0",)]
    assert run_id_in(workspace.published) == f"run-{KEPT_SNAPSHOTS}"


def test_the_link_is_never_away(workspace: Workspace) -> None:
    published(workspace, "run-00")
    problems: list[OSError] = []
    seen: list[Path] = []
    end = threading.Event()

    def look() -> None:
        while not end.is_set():
            try:
                target = workspace.published.resolve(strict=True)
                target.open("rb").close()
            except OSError as error:
                problems.append(error)
            else:
                if not seen or seen[-1] != target:
                    seen.append(target)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        for number in range(1, 20):
            published(workspace, f"run-{number:02}")
    finally:
        end.set()
        watcher.join()
    assert problems == []
    assert len(seen) > 2
    assert seen == sorted(seen)


def test_nothing_published_yet(workspace: Workspace) -> None:
    with pytest.raises(NoSnapshotError, match="nothing has been published yet; start with"):
        marts.newest_snapshot(workspace)


@pytest.mark.parametrize("left", ["nothing", "half", "another_run"])
def test_what_is_not_this_runs_marts_is_not_published(workspace: Workspace, left: str) -> None:
    published(workspace, "run-1")
    marts_file = built(workspace, "run-2")
    with duckdb.connect(str(marts_file)) as connection:
        if left == "nothing":
            connection.execute("drop schema marts cascade")
        if left == "half":
            connection.execute("delete from marts.run_info")
    run_id = "run-3" if left == "another_run" else "run-2"
    with pytest.raises(RunError, match=f"not those of run {run_id}"):
        publish(workspace, marts_file, run_id, FINISHED_AT)
    assert run_id_in(workspace.published) == "run-1"


@pytest.mark.parametrize(
    ("step", "newest"), [("flush", "run-1"), ("_point_to", "run-1"), ("_prune", "run-2")]
)
def test_killed_while_it_publishes(workspace: Workspace, step: str, newest: str) -> None:
    """Either the old snapshot or the new one, and whole; then publishing works as ever."""
    published(workspace, "run-1")
    built(workspace, "run-2")
    said = said_by(python(PUBLISH_AND_DIE, workspace.root, step))
    assert said.status == -signal.SIGKILL, said.err
    assert run_id_in(workspace.published) == newest

    published(workspace, "run-3")
    assert run_id_in(workspace.published) == "run-3"
    assert list(workspace.build.iterdir()) == []
    assert not [path for path in workspace.warehouse.iterdir() if path.name.startswith(".")]
    for snapshot in workspace.snapshots.iterdir():
        assert run_id_in(snapshot) == snapshot.stem


def test_a_link_left_aside_is_no_obstacle(workspace: Workspace) -> None:
    workspace.published.with_name(".vip_sla.duckdb.next").symlink_to("snapshots/nowhere.duckdb")
    published(workspace, "run-1")
    assert run_id_in(workspace.published) == "run-1"
