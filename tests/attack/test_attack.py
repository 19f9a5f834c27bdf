"""A few seeds of the attack's parts; `make attack` has thousands, and the parts that take longer.

Two runs at once are tried by `tests/pipeline/running/test_run_together.py`.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.running.run import run
from pipeline.workspace import Workspace
from tests.attack import disk, judging, kills, mutations, orders, readers
from tests.attack.damage import Damaged
from tests.attack.desk import CUSTOMERS, Record
from tests.attack.fort import Fort
from tests.attack.marts import marts_of
from tests.attack.mutations import Landed
from tests.attack.outcome import Outcome
from tests.attack.writing import Export, Piece
from tests.pipeline.small_desk import copy_of, small_workspace


@pytest.fixture
def fort(demo_workspace: Workspace, tmp_path: Path) -> Fort:
    return Fort(copy_of(demo_workspace, tmp_path / "fort"), as_of="latest")


def whole(outcome: Outcome) -> None:
    """Nothing broke."""
    assert outcome.broken == [], "\n".join(outcome.lines())


def test_damaged_files() -> None:
    outcome = mutations.land_seeds(range(1, 81))
    whole(outcome)
    assert outcome.counts["files"] == 80
    assert outcome.counts["untouched rows landed"] > 200


def test_splits_and_orders() -> None:
    outcome = orders.attack(seed=1, count=8)
    whole(outcome)
    assert outcome.counts["splits"] == 8


def test_readers_through_publishes() -> None:
    outcome = readers.attack(seed=1, count=8)
    whole(outcome)
    assert outcome.counts["looks from other processes"] > 0
    assert outcome.counts["looks from threads"] > 0


def test_killed_at_random_and_while_publishing(tmp_path: Path) -> None:
    fort = Fort(small_workspace(tmp_path / "fort"))
    expected = marts_of(run(fort.workspace, as_of=fort.as_of).snapshot)
    siege = kills.Siege(fort, Outcome("kills"), seconds=3)
    for seed in (6, 5):
        siege.kill_one(seed)
    siege.leave_alone(5)
    siege.compare(5, expected)
    whole(siege.outcome)
    killed = [what for what in siege.outcome.counts if what.startswith("killed")]
    assert sorted(killed) == ["killed at random", "killed publishing, at _point_to"]


@pytest.mark.parametrize("megabytes", [2])
def test_on_a_small_disk(fort: Fort, tmp_path: Path, megabytes: int) -> None:
    if not disk.can_mount(tmp_path):
        pytest.skip("a small file system can only be made by root")
    outcome = Outcome("disk")
    expected = marts_of(fort.workspace.published.resolve())
    with disk.small_disk(tmp_path / "disk", megabytes) as place:
        disk.attack_one(megabytes, fort, place, expected, outcome)
    whole(outcome)
    assert outcome.counts["published nothing"] == 1


# What the attack says is only worth something if it sees what goes wrong.

RECORDS = [Record(f"a{n:010x}", {}, {"account_id": f"a{n:010x}", "name": "x"}) for n in range(3)]
PIECES = [Piece(b"customer_id,name\n")]
PIECES += [it for r in RECORDS for it in (Piece(f"{r.id},x".encode(), r), Piece(b"\n"))]
EXPORT = Export(CUSTOMERS, "csv", "csv", tuple(PIECES), tuple(RECORDS))
FILE = Damaged(EXPORT, "customers.csv", EXPORT.content, EXPORT.content, ())

Sabotage = Callable[[Landed], None]


def lose_a_row(landed: Landed) -> None:
    landed.rows.pop()


def land_one_twice(landed: Landed) -> None:
    landed.rows.append(landed.rows[0])


def change_a_value(landed: Landed) -> None:
    landed.rows[1]["name"] = "y"


def land_the_header(landed: Landed) -> None:
    landed.rows.append({"account_id": "customer_id", "name": "name"})


def land_from_nowhere(landed: Landed) -> None:
    landed.rows.append({"account_id": "b0000000000", "name": "x"})


def reject_in_another_line(landed: Landed) -> None:
    row = landed.rows.pop()
    landed.rejected.append({"line": 3, "row_text": row["account_id"], "reason": "is bad"})


SABOTAGES: dict[Sabotage, str] = {
    lose_a_row: judging.LOST,
    land_one_twice: judging.TWICE,
    change_a_value: judging.VALUES,
    land_the_header: judging.PHANTOM,
    land_from_nowhere: judging.PHANTOM,
    reject_in_another_line: judging.LINE,
}


def broken(landed: Landed) -> set[str]:
    told = replace(
        landed.told,
        rows_read=len(landed.rows) + len(landed.rejected),
        rows_landed=len(landed.rows),
        rows_rejected=len(landed.rejected),
    )
    return {
        promise for promise, _ in judging.judge(FILE, told, landed.rows, landed.rejected).broken
    }


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda it: it.__name__)
def test_what_goes_wrong_is_seen(sabotage: Sabotage) -> None:
    landed = mutations.land(FILE)
    assert broken(landed) == set()
    sabotage(landed)
    assert broken(landed) == {SABOTAGES[sabotage]}


def test_wrong_counts_are_seen() -> None:
    landed = mutations.land(FILE)
    told = replace(landed.told, rows_read=4)
    verdict = judging.judge(FILE, told, landed.rows, landed.rejected)
    assert [promise for promise, _ in verdict.broken] == [judging.COUNTED]


def test_what_is_published_by_halves_is_seen(fort: Fort) -> None:
    assert list(fort.complaints()) == []
    half = fort.workspace.snapshots / "half.duckdb"
    shutil.copy(fort.workspace.published.resolve(), half)
    half.chmod(0o600)
    os.truncate(half, half.stat().st_size // 2)
    fort.workspace.published.unlink()
    fort.workspace.published.symlink_to("snapshots/half.duckdb")
    assert len(list(fort.complaints())) == 1
