"""`make bench`: what a run costs, as a multiple of a floor measured beside it on the same machine.

The floor is what DuckDB alone takes to read the same events, look at each beside the next one of
its ticket, and write them down. Then: the first run, one with nothing new, one a quarter of an hour
later, one with a day more, the same with everything made anew; and how soon the dashboard's pages
are there, as a multiple of an empty page. A measurement, not a test: `python -m tests.bench
1000000` for a million tickets. The line that it prints last belongs into `tests/bench.md`.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import duckdb

from pipeline.sample.sample import write_sample
from pipeline.workspace import Workspace, create_workspace
from tests import bench_pages

LATER, NEWS = timedelta(minutes=15), timedelta(days=1)
FLOOR = """
import duckdb, sys
events, file = sys.argv[1:]
duckdb.connect(file).execute(f'''
    create table events as
    select *, lead(occurred_at) over (partition by ticket_id order by occurred_at, event_id)
    from read_csv('{events}/events*.csv')
''')
"""


class Cost(NamedTuple):
    """What a command took with all that it started, in seconds."""

    cpu: float
    wall: float


def main(ticket_count: int) -> None:
    """Measure everything, and print a line each."""
    with tempfile.TemporaryDirectory() as folder:
        made, workspace = Path(folder) / "made", create_workspace(Path(folder) / "workspace")
        summary = write_sample(made, ticket_count, seed=1)
        exports = workspace.root / "exports" / "helpdesk"
        exports.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made / "register", workspace.register, dirs_exist_ok=True)
        for name in ("agents.csv", "customers.csv"):
            shutil.copy(made / name, exports)
        cut = summary.ends_at - NEWS
        _export(made, exports, 1, f"created_at < '{cut}'", f"occurred_at < '{cut}'")
        print(f"{summary.tickets:,} tickets, {summary.events:,} events")

        floor = _cost([sys.executable, "-c", FLOOR, str(exports), str(Path(folder) / "floor")])
        print(f"floor: {floor.cpu:.1f} s of CPU, {floor.wall:.1f} s")
        costs = [_run("first", workspace, cut, floor)]
        costs.append(_run("nothing new", workspace, cut, floor))
        costs.append(_run("later", workspace, cut + LATER, floor))
        _export(made, exports, 2, f"updated_at >= '{cut}'", f"occurred_at >= '{cut}'")
        costs.append(_run("a day more", workspace, summary.ends_at, floor))
        costs.append(_run("all anew", workspace, summary.ends_at, floor, "--full"))

        seen = bench_pages.measured(workspace.root)
        empty = seen.pop(bench_pages.EMPTY)["title"]
        titles = {page: times["title"] / empty for page, times in seen.items()}
        for page, ratio in titles.items():
            print(f"{page}: title after {ratio:.1f} times an empty page's")
    commit = subprocess.check_output(["git", "rev-parse", "--short", "HEAD"], text=True).strip()
    ratios = [f"{cost.cpu / floor.cpu:.1f} / {cost.wall / floor.wall:.1f}" for cost in costs]
    cells = [
        commit,
        f"{ticket_count:,}",
        f"{floor.cpu:.1f} s",
        *ratios,
        f"{max(titles.values()):.1f}",
    ]
    print(f"| {' | '.join(cells)} |")


def _export(made: Path, exports: Path, number: int, tickets: str, events: str) -> None:
    """The tickets and the events that these conditions choose."""
    for name, condition in (("tickets", tickets), ("events", events)):
        chosen = f"from read_csv('{made / name}.csv') where {condition}"
        duckdb.sql(chosen).write_csv(str(exports / f"{name}-{number}.csv"))


def _run(name: str, workspace: Workspace, as_of: datetime, floor: Cost, *options: str) -> Cost:
    command = [str(Path(sys.executable).with_name("vip-sla")), "run", "--quiet", *options]
    cost = _cost([*command, "--workspace", str(workspace.root), "--as-of", as_of.isoformat()])
    print(
        f"{name}: {cost.cpu / floor.cpu:.1f} times the CPU, {cost.wall / floor.wall:.1f} the time"
    )
    return cost


def _cost(command: Sequence[str]) -> Cost:
    def cpu() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before, started = cpu(), time.monotonic()
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    assert done.returncode in (0, 3), command  # 3: there is something to look at
    return Cost(cpu() - before, time.monotonic() - started)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
