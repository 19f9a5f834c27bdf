"""Part `kills`: the whole command killed, with all it started, at random and listed moments.

After each: what is published opens, is whole, and tells either what it told before or all that the
killed run had to tell. At the end one run is left alone, and must publish what a workspace
publishes in which no run was ever killed.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pipeline.workspace import Workspace
from tests.attack.fort import Fort, ended, kill
from tests.attack.marts import Marts, difference, marts_of
from tests.attack.outcome import Outcome

WHOLE = "what is published is whole"
OLD_OR_NEW = "what is published is old or new"
NEXT = "the next run is a run like any"
SAME = "a run after kills publishes what one without kills does"
LEFT = "nothing is left behind"

SMALL_MEMORY = {"VIP_SLA_MEMORY_LIMIT": "24MB"}
"""With which the models spill."""

_DIES_IN = """
import os, signal, sys
import pipeline.running.publish

def end(*_, **__):
    os.killpg(0, signal.SIGKILL)

setattr(pipeline.running.publish, "STEP", end)
from pipeline.cli.main import main
main()
"""
_STEPS = ("_stamp", "flush", "_point_to", "_prune")


@dataclass(frozen=True)
class Moment:
    """Something in the workspace by which one sees how far a run is."""

    name: str
    has_come: Callable[[Workspace], bool]
    is_short_of_memory: bool = False


def _any(folder: Path, pattern: str) -> bool:
    try:
        return next(folder.glob(pattern), None) is not None
    except OSError:  # it vanished meanwhile
        return False


MOMENTS = (
    Moment("while reading", lambda w: _any(w.landing, ".scratch")),
    Moment("while landing", lambda w: _any(w.landing, ".scratch/*.parquet")),
    Moment("before building", lambda w: w.building.exists()),
    Moment("with the build file", lambda w: (w.building / "vip_sla.duckdb").exists()),
    Moment("while dbt begins", lambda w: _any(w.building, "target/*")),
    Moment("while marts are made", lambda w: (w.building / "unpublished.duckdb").exists()),
    Moment("while spilling", lambda w: _any(w.building, "*.tmp"), True),
    Moment("while spilling more", lambda w: _any(w.building, "*.tmp/*"), True),
    Moment("while checking", lambda w: _any(w.building, "unpublished.duckdb.wal")),
)


def attack(seed: int, count: int) -> Outcome:
    """Kill `count` runs in a workspace that has a ticket more for each of them."""
    outcome = Outcome("kills")
    with tempfile.TemporaryDirectory(prefix="vip-sla-attack-") as folder:
        fort = Fort.built(Path(folder) / "fort")
        started = time.monotonic()
        said = fort.run()
        assert said.status in (0, 3), said.all
        siege = Siege(fort, outcome, seconds=time.monotonic() - started)
        for number in range(seed, seed + count):
            fort.add_ticket(number)
            siege.kill_one(number)
        siege.leave_alone(seed)
        quiet = fort.rebuilt(Path(folder) / "quiet")
        said = quiet.run()
        assert said.status in (0, 3), said.all
        siege.compare(seed, marts_of(quiet.workspace.published.resolve()))
    return outcome


@dataclass
class Siege:
    """The runs of one workspace, killed one after the other."""

    fort: Fort
    outcome: Outcome
    seconds: float  # that a run takes

    def kill_one(self, number: int) -> None:
        """Kill a run, somewhere, and look at what readers find then."""
        luck = Random(f"kills {number}")
        told, run_id = self.fort.tickets_told(), self.fort.published()
        there = len(list((self.fort.workspace.root / "exports").glob("*/tickets-*")))
        how = self._kill(luck, number)
        self.outcome.counts[f"killed {how}"] += 1
        for complaint in self.fort.complaints():
            self.outcome.breaks(WHOLE, number, f"killed {how}: {complaint}")
            return
        expected = told if self.fort.published() == run_id else there
        if self.fort.tickets_told() != expected:
            found = self.fort.tickets_told()
            told_now = f"{found} tickets after {told}, of {there} that are there"
            self.outcome.breaks(OLD_OR_NEW, number, f"killed {how}: {told_now}")
        self.outcome.counts["after which the new snapshot served"] += (
            self.fort.published() != run_id
        )

    def _kill(self, luck: Random, number: int) -> str:
        way = luck.random()
        if number % 5 == 0:
            step = luck.choice(_STEPS)
            program = _DIES_IN.replace("STEP", step)
            ended(self.fort.start_run(program=program))
            return f"publishing, at {step}"
        if way < 0.5:
            process = self.fort.start_run()
            wait = luck.random() * self.seconds
            return self._when(process, number, "at random", lambda after: after >= wait)
        moment = luck.choice(MOMENTS)
        env = SMALL_MEMORY if moment.is_short_of_memory else None
        # What the last one left must not be taken for a sign of this one.
        was_away = not moment.has_come(self.fort.workspace)
        process = self.fort.start_run(env=env)
        delay = luck.choice((0, 0, 0.05, 0.5))
        came_at: list[float] = []

        def has_come(after: float) -> bool:
            nonlocal was_away
            is_there = moment.has_come(self.fort.workspace)
            was_away = was_away or not is_there
            if not came_at and was_away and is_there:
                came_at.append(after)
            return bool(came_at) and after >= came_at[0] + delay

        return self._when(process, number, moment.name, has_come, is_short=bool(env))

    def _when(
        self,
        process: subprocess.Popen[str],
        number: int,
        name: str,
        has_come: Callable[[float], bool],
        *,
        is_short: bool = False,
    ) -> str:
        started = time.monotonic()
        while process.poll() is None:
            if has_come(time.monotonic() - started):
                kill(process)
                return name
            time.sleep(0.002)
        said = ended(process)
        if said.status not in (0, 3) and not (is_short and "memory" in said.err):
            self.outcome.breaks(NEXT, number, said.all)
        return f"too late {name}"

    def compare(self, seed: int, expected: Marts) -> None:
        """With what is published where no run was ever killed."""
        if differs := difference(expected, marts_of(self.fort.workspace.published.resolve())):
            self.outcome.breaks(SAME, seed, differs)

    def leave_alone(self, seed: int) -> None:
        """One run to its end."""
        said = self.fort.run()
        if said.status not in (0, 3):
            self.outcome.breaks(NEXT, seed, said.all)
        if left := self.fort.leftovers():
            self.outcome.breaks(LEFT, seed, str(left))
        # What readers look aside for while it is pruned: the newest few, each whole.
        for snapshot in self.fort.workspace.snapshots.iterdir():
            try:
                marts_of(snapshot)
            except Exception as error:
                self.outcome.breaks(WHOLE, seed, f"{snapshot.name} cannot be read: {error}")
