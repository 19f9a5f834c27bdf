"""Drawn tickets in four builds, every column of fct_responses.

The rest of the promise does not hang on the reading, so its tables are compared on the first build.
REFERENCE_TICKETS in the environment draws more of them: 5000 a build take some minutes.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.comparison import all_differences, built
from tests.strategies import batch_of, many, numbered, tale, town, write_workspace
from tests.strategies.smaller import smallest
from tests.strategies.tickets import Tale, Town

TICKETS = int(os.environ.get("REFERENCE_TICKETS", "1000"))


@pytest.mark.parametrize(
    ("seed", "reading"), [(1, "default"), (2, "literal"), (3, "strict"), (4, "mixed")]
)
def test_many_tickets_are_judged_as_by_the_reference(
    tmp_path: Path, seed: int, reading: str
) -> None:
    here = town(seed)
    told = many(lambda luck: tale(luck, here), TICKETS, seed)

    found = _differences(tmp_path / "all", here, told, reading)

    assert not found, "\n".join([*found[:20], *_smallest(tmp_path, here, told, found, reading)])


def _differences(root: Path, here: Town, told: Sequence[Tale], reading: str) -> list[str]:
    batch = batch_of(here, told)
    write_workspace(root, batch)
    snapshot = built(root, batch.as_of, reading)
    return all_differences(root, snapshot, batch.as_of, reading, with_service=reading == "default")


def _smallest(
    root: Path, here: Town, told: Sequence[Tale], found: list[str], reading: str
) -> list[str]:
    """The first ticket that differs, cut down to what makes the difference: a story to keep."""
    builds = 0

    def differing(attempts: Sequence[Tale]) -> list[bool]:
        nonlocal builds
        builds += 1
        lines = _differences(root / f"smaller-{builds}", here, attempts, reading)
        return [any(line.startswith(key) for line in lines) for key in _keys(attempts)]

    at_fault = [
        tale
        for tale, key in zip(told, _keys(told), strict=True)
        if any(line.startswith(key) for line in found)
    ]
    if not at_fault:
        return []
    tale = smallest(min(at_fault, key=lambda it: len(it.events)), differing)
    return [f"smallest: {tale.ticket}", *(str(event) for event in tale.events)]


def _keys(told: Sequence[Tale]) -> list[str]:
    """How the lines of each tale's differences begin, in the order of the tales."""
    return [f"{tale.source.name}:{tale.ticket.ticket_id}:" for tale in numbered(told)]
