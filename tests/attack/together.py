"""Part `together`: runs at once, with and without `--wait`, and beside `report` and `verify`."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from random import Random

from tests.attack.fort import Fort, ended
from tests.attack.outcome import Outcome
from tests.pipeline.command_line import Said

REFUSED = "a second run is refused in one message"
WAITS = "a run with --wait has its turn"
BESIDE = "report and verify go on beside a run"
WHOLE = "what is published is whole"
LEFT = "nothing is left behind"
_MONTH = "2026-03"


def attack(seed: int, count: int) -> Outcome:
    """`count` rounds, each of three runs, a report and a verification, all at once."""
    outcome = Outcome("together")
    with tempfile.TemporaryDirectory(prefix="vip-sla-attack-") as folder:
        fort = Fort.built(Path(folder) / "fort")
        said = fort.command("report", "--month", _MONTH, "--format", "json,html")
        assert said.status in (0, 3), said.all
        for number in range(seed, seed + count):
            _round(number, fort, outcome)
    return outcome


def _round(seed: int, fort: Fort, outcome: Outcome) -> None:
    luck = Random(f"together {seed}")
    report = _report_of(fort)
    first = fort.start_run("--json")
    deadline = time.monotonic() + 300
    while not fort.workspace.building.exists() and first.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    second = fort.start_run("--json")
    waiting = fort.start_run("--json", "--wait")
    time.sleep(luck.random() * 3)
    beside = [
        fort.start("verify", report),
        fort.start("report", "--month", _MONTH, "--format", "json,html"),
    ]
    refused, (checked, made) = ended(second), (ended(it) for it in beside)
    is_first_done = first.poll() is not None
    runs = [ended(first), ended(waiting)]
    outcome.counts["rounds"] += 1
    outcome.counts["runs refused"] += refused.status == 1
    is_one = refused.err.startswith("vip-sla: ") and "another run is at work" in refused.all
    if not (refused.status == 1 and is_one) and not is_first_done:
        outcome.breaks(REFUSED, seed, _told(refused))
    for run in runs:
        if run.status not in (0, 3):
            outcome.breaks(WAITS, seed, _told(run))
    for said in (checked, made):
        outcome.counts["reports and verifications beside a run"] += 1
        if said.status not in (0, 3) or "Traceback" in said.err:
            outcome.breaks(BESIDE, seed, _told(said))
    for complaint in fort.complaints():
        outcome.breaks(WHOLE, seed, complaint)
    if left := fort.leftovers():
        outcome.breaks(LEFT, seed, str(left))


def _report_of(fort: Fort) -> Path:
    return next((fort.workspace.reports / _MONTH).glob("K-1/*.json"))


def _told(said: Said) -> str:
    return f"exit status {said.status}: {said.all[:300]}"
