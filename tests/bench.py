"""`make bench`: one run over made-up tickets, with its seconds, its peak memory, and the models
that took longest. A measurement, not a test: `python -m tests.bench 1000000` for a million.
"""

import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from pipeline.running.dbt import Progress
from pipeline.running.run import Listeners, run
from pipeline.sample.sample import write_sample
from pipeline.workspace import create_workspace

_SHOWN_MODELS = 12


def main(ticket_count: int) -> None:
    """Sample, run, and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = create_workspace(Path(folder) / "workspace")
        exports = workspace.root / "exports" / "helpdesk"
        summary = write_sample(exports, ticket_count, seed=1)
        shutil.copytree(exports / "register", workspace.register, dirs_exist_ok=True)
        shutil.rmtree(exports / "register")
        started = time.monotonic()
        landed_after: list[float] = []
        built: list[Progress] = []

        def on_model(progress: Progress) -> None:
            landed_after.append(time.monotonic() - started)
            built.append(progress)

        run(workspace, as_of="latest", listeners=Listeners(None, on_model))
        seconds = time.monotonic() - started
        print(f"{summary.tickets:,} tickets, {summary.events:,} events: {seconds:.1f} s")
        print(f"until the first model was built: {landed_after[0]:.1f} s")
        for who, name in ((resource.RUSAGE_SELF, "loader"), (resource.RUSAGE_CHILDREN, "dbt")):
            print(f"peak memory, {name}: {resource.getrusage(who).ru_maxrss / 1e6:.2f} GB")
        for node in sorted(built, key=lambda node: -node.seconds)[:_SHOWN_MODELS]:
            print(f"{node.seconds:6.1f} s  {node.name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
