"""Part `disk`: a run in a small file system either publishes whole or, in one message, nothing.

Needs root, to make the file system; one of each size in MB. What was short is never taken for the
fault of an export: once there is space, the run publishes what it would have published.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.workspace import Workspace
from tests.attack.fort import Fort
from tests.attack.marts import Marts, difference, marts_of
from tests.attack.outcome import Outcome
from tests.pipeline.command_line import Said

SIZES = range(1, 65)
WHOLE_OR_NOTHING = "a run publishes whole or nothing"
ONE_MESSAGE = "a run that fails says so in one message"
BLAMES = "no export is blamed for the disk"
AFTERWARDS = "with space, the next run publishes all"
_RECOVERED = 8  # every so many sizes
_BLAMING = ("export it again", "let the user who runs this read it", "cannot be read")


def attack(seed: int, count: int) -> Outcome:
    """`count` sizes, spread over 1 to 64 MB; `seed` is the size to begin with."""
    outcome = Outcome("disk")
    with tempfile.TemporaryDirectory(prefix="vip-sla-attack-") as folder:
        if not can_mount(Path(folder)):
            outcome.skipped = "as a small file system can only be made by root"
            return outcome
        fort = Fort.built(Path(folder) / "fort")
        with_more = Fort(Workspace(Path(folder) / "more"))
        shutil.copytree(fort.workspace.root, with_more.workspace.root, symlinks=True)
        with_more.add_ticket(1)
        _add_packed(with_more)
        expected = with_more.rebuilt(Path(folder) / "expected")
        said = expected.run()
        assert said.status in (0, 3), said.all
        marts = marts_of(expected.workspace.published.resolve())
        step = max(1, len(SIZES) // count)
        sizes = [size for size in SIZES if size >= seed][::step][:count]
        for size in sizes:
            with small_disk(Path(folder) / "disk", size) as disk:
                attack_one(size, with_more, disk, marts, outcome)
    return outcome


def _add_packed(fort: Fort) -> None:
    """An export that takes forty times its space once it is unpacked."""
    noise = "".join(f"b{n},{'x' * 300},1,no\n" for n in range(20_000))
    path = fort.workspace.root / "exports" / "helpdesk" / "agents-packed.csv.gz"
    path.write_bytes(gzip.compress(f"agent_id,name,tier,is_bot\n{noise}".encode()))


def attack_one(size: int, fort: Fort, disk: Path, expected: Marts, outcome: Outcome) -> None:
    """One run on a disk of that many MB, with the fort's settings and exports."""
    here = Fort(Workspace(disk / "fort"), fort.as_of)
    try:
        shutil.copytree(fort.workspace.root, here.workspace.root, symlinks=True)
    except (OSError, shutil.Error):  # the old snapshot does not fit: there is none, then
        shutil.rmtree(here.workspace.root, ignore_errors=True)
        here = fort.rebuilt(disk / "fort")
    before = here.published()
    said = here.run()
    outcome.counts["runs"] += 1
    if said.status in (0, 3):
        outcome.counts["published whole"] += 1
        for complaint in _unlike(here, expected):
            outcome.breaks(WHOLE_OR_NOTHING, size, complaint)
    else:
        outcome.counts["published nothing"] += 1
        outcome.counts["kept an old snapshot meanwhile"] += bool(before)
        if here.published() != before:
            outcome.breaks(WHOLE_OR_NOTHING, size, f"failed and published: {_told(said)}")
        if before:
            for complaint in here.complaints():
                outcome.breaks(WHOLE_OR_NOTHING, size, complaint)
    for promise, complaint in _badly_said(said):
        outcome.breaks(promise, size, complaint)
    if size % _RECOVERED == 0:
        subprocess.run(
            ["mount", "-o", "remount,size=512m", str(disk)], check=True, capture_output=True
        )
        outcome.counts["runs after more space was made"] += 1
        said = here.run()
        if said.status not in (0, 3):
            outcome.breaks(AFTERWARDS, size, _told(said))
            return
        for complaint in [*_unlike(here, expected), *here.leftovers()]:
            outcome.breaks(AFTERWARDS, size, complaint)


def _unlike(here: Fort, expected: Marts) -> Iterator[str]:
    complaints = list(here.complaints())
    yield from complaints
    if not complaints and (
        differs := difference(expected, marts_of(here.workspace.published.resolve()))
    ):
        yield differs


def _badly_said(said: Said) -> Iterator[tuple[str, str]]:
    if said.status in (0, 3):
        return
    lines = said.err.splitlines()
    if said.status != 1 or not said.err.startswith("vip-sla: ") or "Traceback" in said.err:
        yield ONE_MESSAGE, _told(said)
    elif len(lines) > 25 or "space" not in said.err:
        yield ONE_MESSAGE, f"{len(lines)} lines: {_told(said)}"
    if any(words in said.all for words in _BLAMING):
        yield BLAMES, _told(said)


def _told(said: Said) -> str:
    return f"exit status {said.status}: {said.all[:500]}"


def can_mount(folder: Path) -> bool:
    """Whether file systems can be made here."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("mount"):
        return False
    try:
        with small_disk(folder / "try", 1):
            return True
    except subprocess.CalledProcessError:
        return False


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A file system of so many megabytes, for a while."""
    place.mkdir(exist_ok=True)
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)],
        check=True,
        capture_output=True,
    )
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True, capture_output=True)
