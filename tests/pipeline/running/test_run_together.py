"""Two runs at once, among readers in this process and another: nobody is blocked or broken."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest

from pipeline import marts
from pipeline.errors import RunInProgressError
from pipeline.running.run import run
from pipeline.workspace import Workspace
from tests.pipeline.command_line import Said, python, said_by, vip_sla, vip_sla_elsewhere
from tests.pipeline.forked import Forked
from tests.pipeline.small_desk import Published, copy_of, leftovers, rows

READER = """
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    for query in sys.stdin:
        print(*connection.execute(query).fetchone(), flush=True)
"""
# Each of another table, so that the second cannot be answered from what the first left in memory.
FIRST_QUERY = "select count(*), sum(elapsed_seconds) from marts.fct_responses"
SECOND_QUERY = "select count(*), sum(elapsed_seconds) from marts.fct_response_legs"


@dataclass
class Link:
    """What the published link was seen to be, looked at all the time."""

    path: Path
    targets: list[Path] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    looks: int = 0

    @contextmanager
    def watched(self) -> Iterator[None]:
        end = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(end,))
        watcher.start()
        try:
            yield
        finally:
            end.set()
            watcher.join()

    def _watch(self, end: threading.Event) -> None:
        while not end.wait(0.002):
            self.looks += 1
            try:
                target = self.path.resolve(strict=True)
                with target.open("rb") as snapshot:
                    snapshot.read(16)
            except OSError as error:
                self.problems.append(str(error))
                continue
            if target not in self.targets:
                self.targets.append(target)


@dataclass(frozen=True)
class Together:
    """What came of two runs at once, and of the readers beside them."""

    workspace: Workspace
    before: Published
    link: Link
    refused: Said
    refusal: str
    first: Said
    second: Said
    expected: list[tuple[object, ...]]
    read_here: list[tuple[object, ...]]
    read_elsewhere: list[str]
    old_marts: list[dict[str, object]]


@pytest.fixture(scope="module")
def together(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Together:
    """A run in another process; one is refused beside it, and one waits for it in this process."""
    workspace = copy_of(demo_workspace, tmp_path_factory.mktemp("together") / "demo")
    before = Published.of(workspace)
    snapshot = workspace.published.resolve()
    with duckdb.connect(str(demo_workspace.published.resolve()), read_only=True) as connection:
        expected = [connection.execute(q).fetchone() or () for q in (FIRST_QUERY, SECOND_QUERY)]
    marts.ask(snapshot, "from run_info")  # the marts keep the file open from here on
    reader = python(READER, snapshot)
    assert reader.stdin
    assert reader.stdout
    print(FIRST_QUERY, file=reader.stdin, flush=True)
    read_elsewhere = [reader.stdout.readline()]

    link = Link(workspace.published)
    with duckdb.connect(str(snapshot), read_only=True) as connection, link.watched():
        read_here = [connection.execute(FIRST_QUERY).fetchone() or ()]
        running = vip_sla_elsewhere("run", "--workspace", workspace.root, "--json")
        _until_it_builds(running, workspace)
        refused = vip_sla("run", "--workspace", workspace.root)
        with pytest.raises(RunInProgressError) as refusal:
            run(workspace)
        assert running.poll() is None, "the first run ended too early for this to prove anything"
        second = vip_sla("run", "--workspace", workspace.root, "--json", "--wait")
        first = said_by(running)
        read_here.append(connection.execute(SECOND_QUERY).fetchone() or ())

    out, _ = reader.communicate(f"{SECOND_QUERY}\n", timeout=300)
    assert reader.returncode == 0
    return Together(
        workspace=workspace,
        before=before,
        link=link,
        refused=refused,
        refusal=str(refusal.value),
        first=first,
        second=second,
        expected=expected,
        read_here=read_here,
        read_elsewhere=[*read_elsewhere, out],
        old_marts=rows(snapshot, "from compliance_monthly order by all"),
    )


def _until_it_builds(running: Forked, workspace: Workspace) -> None:
    """Until a run has come to dbt, some seconds before its end."""
    deadline = time.monotonic() + 300
    while not (workspace.building / "unpublished.duckdb").exists():
        assert running.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_second_is_refused_and_told_to_wait(together: Together) -> None:
    assert together.refused.status == 1
    assert "another run is at work in" in together.refused.all
    assert str(together.workspace.root) in together.refused.all
    assert "--wait" in together.refused.all
    assert "--wait" in together.refusal


def test_who_waits_has_its_turn(together: Together) -> None:
    assert (together.first.status, together.second.status) == (3, 3)  # the demo has findings
    (first,) = rows(Path(together.first.json["snapshot"]), "from run_info")
    (second,) = rows(Path(together.second.json["snapshot"]), "from run_info")
    assert second["run_id"] > first["run_id"]
    assert second["started_at"] >= first["finished_at"].replace(microsecond=0)
    assert together.workspace.published.resolve().stem == second["run_id"]


def test_readers_read_on_what_they_had_opened(together: Together) -> None:
    assert together.read_here == together.expected
    numbers = [tuple(map(int, line.split())) for line in together.read_elsewhere]
    assert numbers == together.expected
    assert together.old_marts


def test_the_old_snapshot_stays_for_a_while(together: Together) -> None:
    now = Published.of(together.workspace)
    assert set(together.before.snapshots) < set(now.snapshots)
    assert len(now.snapshots) == len(together.before.snapshots) + 2


def test_the_link_always_led_to_a_whole_snapshot(together: Together) -> None:
    assert together.link.problems == []
    assert together.link.looks > 100
    names = [target.name for target in together.link.targets]
    assert names == [
        together.before.link.rpartition("/")[2],
        f"{together.first.json['run_id']}.duckdb",
        f"{together.second.json['run_id']}.duckdb",
    ]


def test_both_found_the_same(together: Together) -> None:
    query = "from fct_responses order by response_id"
    first, second = (
        rows(Path(said.json["snapshot"]), query) for said in (together.first, together.second)
    )
    assert first == second
    assert first == rows(together.workspace.snapshots / together.link.targets[0].name, query)


def test_nothing_is_left_behind(together: Together) -> None:
    assert leftovers(together.workspace) == []
