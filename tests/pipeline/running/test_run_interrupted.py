"""A run that is killed leaves nothing half done to be seen, and the next one is a run like any.

`test_publish` kills it in its last steps.
"""

import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipeline.running.dbt import BUILD_FILE, MARTS_FILE
from pipeline.workspace import Workspace
from tests.pipeline.command_line import Said, python, said_by, vip_sla
from tests.pipeline.small_desk import (
    AGENTS,
    EVENT_COLUMNS,
    Published,
    copy_of,
    export,
    leftovers,
    rows,
)

# Each prelude prepares the death of the run that `RUN` then starts.
RUN = """
import os, signal, sys
from pathlib import Path
import pipeline.landing.one_export, pipeline.running.run
from pipeline.running.dbt import MARTS_FILE
from pipeline.workspace import Workspace

def end(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def end_with_children(*_, **__):
    os.killpg(0, signal.SIGKILL)

listeners = {}
PRELUDE
pipeline.running.run.run(
    Workspace(Path(sys.argv[1])), listeners=pipeline.running.run.Listeners(**listeners)
)
"""
WHILE_READING_THE_SECOND_FILE = """
seen = []
listeners["on_file"] = lambda name: end() if seen else seen.append(name)
"""
BEFORE_A_FILE_COUNTS = "pipeline.landing.one_export.land_rows = end"
BEFORE_THE_MANIFEST = "pipeline.running.run.write_manifest = end"
ALONE_WHILE_IT_BUILDS = """
listeners["on_model"] = lambda step: end() if step.number == 3 else None
"""
WITH_THE_BUILD_HALF_WAY = """
def half_way(step):
    if step.number > step.total / 2:
        end_with_children()
listeners["on_model"] = half_way
"""

NEW_SOURCE = "  - {name: new, kind: generic, path: exports/new, time_zone: UTC}\n"
NEW_EVENTS = (
    f"{EVENT_COLUMNS}"
    "new1,NEW-1,2026-10-28T09:00:00Z,message,,,customer,someone\n"
    "new2,NEW-1,2026-10-28T09:30:00Z,message,,,agent,a1\n"
)
NEW_TICKETS = "ticket_id,customer_id,severity\nNEW-1,K-1001,3\n"


@dataclass(frozen=True)
class Interrupted:
    """A workspace in which runs were killed, ever later; then one was not."""

    workspace: Workspace
    before: Published
    seen: dict[str, Published]
    last: Said


@pytest.fixture(scope="module")
def interrupted(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Interrupted:
    workspace = copy_of(demo_workspace, tmp_path_factory.mktemp("interrupted") / "demo")
    before = Published.of(workspace)
    with workspace.config_file.open("a", encoding="utf-8") as config:
        config.write(NEW_SOURCE)
    export(workspace, "agents-new.csv", AGENTS, "new")
    export(workspace, "events-new.csv", NEW_EVENTS, "new")
    export(workspace, "tickets-new.csv", NEW_TICKETS, "new")
    seen = {}
    for name, prelude in {
        "reading": WHILE_READING_THE_SECOND_FILE,
        "landing": BEFORE_A_FILE_COUNTS,
        "manifest": BEFORE_THE_MANIFEST,
        "build": WITH_THE_BUILD_HALF_WAY,
    }.items():
        kill(workspace, prelude)
        seen[name] = Published.of(workspace)
    # As DuckDB leaves it where it is killed while it spills.
    (workspace.building / "vip_sla.duckdb.tmp" / "deeper").mkdir(parents=True)
    last = vip_sla("run", "--workspace", workspace.root, "--json")
    return Interrupted(workspace, before, seen, last)


def kill(workspace: Workspace, prelude: str) -> None:
    """Run until the end that the prelude prepares."""
    process = python(RUN.replace("PRELUDE", prelude), workspace.root)
    said = said_by(process)
    assert said.status == -signal.SIGKILL, said.err


def test_readers_see_nothing_of_a_killed_run(interrupted: Interrupted) -> None:
    assert interrupted.seen == dict.fromkeys(interrupted.seen, interrupted.before)


def test_the_next_run_is_a_run_like_any(interrupted: Interrupted) -> None:
    assert interrupted.last.status == 3, interrupted.last.all  # the demo has findings
    snapshot = Path(interrupted.last.json["snapshot"])
    assert interrupted.workspace.published.resolve() == snapshot.resolve()
    old = interrupted.workspace.snapshots / Path(interrupted.before.link).name
    query = "from fct_responses where ticket_id != 'NEW-1' order by response_id"
    assert rows(snapshot, query) == rows(old, query)
    new = rows(snapshot, "select outcome from fct_responses where ticket_id = 'NEW-1'")
    assert new == [{"outcome": "met"}]


def test_files_landed_before_a_kill_are_not_read_again(interrupted: Interrupted) -> None:
    """The first of the new files landed in the first of the runs, the rest by the third."""
    assert interrupted.last.json["new_files"] == []
    loaded = rows(Path(interrupted.last.json["snapshot"]), "from load_files")
    new = {row["file"]: row["rows_landed"] for row in loaded if "-new" in row["file"]}
    assert new == {"agents-new.csv": 1, "events-new.csv": 2, "tickets-new.csv": 1}


def test_nothing_is_left_behind(interrupted: Interrupted) -> None:
    assert leftovers(interrupted.workspace) == []


@pytest.mark.parametrize("has_plan", [True, False])
def test_no_build_outlives_the_run_that_started_it(
    has_plan: bool, demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An orphan would go on writing into files that the next run takes for its own."""
    workspace = copy_of(demo_workspace, tmp_path / "demo")
    if not has_plan:
        shutil.rmtree(workspace.build / "plans", ignore_errors=True)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    kill(workspace, ALONE_WHILE_IT_BUILDS)
    (marts_file,) = workspace.building.rglob(MARTS_FILE)
    assert (marts_file.parent == workspace.building) == (not has_plan)
    deadline = time.monotonic() + 300
    while not _is_let_go(marts_file.with_name(BUILD_FILE)):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert tables(marts_file) < tables(workspace.published)
    assert Published.of(workspace) == Published.of(demo_workspace)


def tables(file: Path) -> set[str]:
    with duckdb.connect(str(file), read_only=True) as connection:
        found = connection.sql("select table_name from duckdb_tables()").fetchall()
    return {name for (name,) in found}


def _is_let_go(build_file: Path) -> bool:
    try:
        duckdb.connect(str(build_file)).close()
    except duckdb.IOException:
        return False
    return True
