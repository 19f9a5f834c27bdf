"""Made-up workspaces: the same each time, the same when read back, and as nasty as they claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings

from tests.reference import reference_responses, responses
from tests.strategies import (
    Batch,
    batch_of,
    many_tickets,
    tales,
    town,
    workspaces,
    write_workspace,
)
from tests.strategies.luck import many
from tests.strategies.policies import READINGS
from tests.strategies.situations import SITUATIONS, situations
from tests.strategies.smaller import smallest
from tests.strategies.tickets import Tale, tale

Row = dict[str, Any]
SMALL = settings(
    deadline=None,
    derandomize=True,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def batch() -> Batch:
    return many_tickets(seed=7, n=400)


@pytest.fixture(scope="module")
def seen() -> Counter[str]:
    """How often each situation occurs in two thousand tickets."""
    return situations(many_tickets(seed=15, n=2000))


def rows_of(batch: Batch, reading: str = "default") -> list[Row]:
    return [
        row
        for export in batch.exports
        for row in responses(export, batch.policy, batch.register, batch.as_of, reading)
    ]


def test_a_seed_makes_the_same_batch(batch: Batch) -> None:
    assert many_tickets(seed=7, n=400) == batch
    assert many_tickets(seed=8, n=400) != batch


@pytest.mark.parametrize("reading", READINGS)
def test_what_is_written_reads_back_the_same(batch: Batch, reading: str, tmp_path: Path) -> None:
    write_workspace(tmp_path, batch)
    assert reference_responses(tmp_path, batch.as_of, reading) == rows_of(batch, reading)


@pytest.mark.parametrize(("situation", "at_least"), SITUATIONS.items())
def test_a_batch_has_enough_of(situation: str, at_least: int, seen: Counter[str]) -> None:
    assert seen[situation] >= at_least, sorted(seen.items())


def test_a_drawn_ticket_shrinks() -> None:
    """Hypothesis finds a breach, and leaves only what it needs: a message."""
    here = town(seed=7)

    def has_breach(tale: Tale) -> bool:
        batch = batch_of(here, [tale])
        return any(row["outcome"] == "breached" for row in rows_of(batch))

    found = find(tales(here), has_breach, settings=SMALL)
    assert len(found.events) <= 2  # the shortest there are


def test_a_difference_is_cut_down() -> None:
    """Of a long tale those events stay without which it would be judged the same."""
    here = town(seed=7)
    long = max(many(lambda luck: tale(luck, here), 100, seed=3), key=lambda it: len(it.events))
    kinds = Counter(event.kind for event in long.events)
    assert kinds["message"] > 1
    assert kinds["status"] > 1

    def differing(attempts: Sequence[Tale]) -> list[bool]:
        return [{"message", "status"} <= {event.kind for event in it.events} for it in attempts]

    assert Counter(event.kind for event in smallest(long, differing).events) == {
        "message": 1,
        "status": 1,
    }


@SMALL
@given(batch=workspaces())
def test_whatever_happens(batch: Batch) -> None:
    """What holds for every response, whatever the tickets are."""
    for reading in READINGS:
        rows = rows_of(batch, reading)
        assert len({row["response_id"] for row in rows}) == len(rows)
        for row in rows:
            holds(row, batch)
        for before, after in pairwise(rows):
            if (before["source"], before["ticket_id"]) == (after["source"], after["ticket_id"]):
                assert after["cycle_number"] == before["cycle_number"] + 1
                assert before["closed_at"] <= after["opened_at"]


@SMALL
@given(batch=workspaces())
def test_the_order_of_rows_does_not_matter(batch: Batch) -> None:
    for export in batch.exports:
        events = list(export.events)
        Random(1).shuffle(events)
        shuffled = type(export)(
            export.source, export.tickets[::-1], tuple(events), export.agents[::-1]
        )
        rest = (batch.policy, batch.register, batch.as_of, "default")
        assert responses(shuffled, *rest) == responses(export, *rest)


def holds(row: Row, batch: Batch) -> None:
    end = row["closed_at"] or batch.as_of
    assert row["opened_at"] <= row["leg_started_at"] <= end <= batch.as_of
    assert (end - row["opened_at"]).total_seconds() == row["wall_seconds"]
    assert 0 <= row["business_seconds"] <= row["wall_seconds"]
    assert 0 <= row["elapsed_seconds"] + row["paused_seconds"] <= row["wall_seconds"]
    is_late = target(row) is not None and row["elapsed_seconds"] > row["target_seconds"]
    assert is_late == (row["outcome"] == "breached")
    assert (target(row) is None) == (row["outcome"] == "no_target")
    if row["outcome"] == "breached":
        assert row["due_at"] < end
    elif row["due_at"] is not None and row["elapsed_seconds"] < row["target_seconds"]:
        assert end < row["due_at"]
    if row["outcome"] == "met":
        assert row["closed_by"] == "reply"
    if row["outcome"] == "pending":
        assert row["closed_at"] is None


def target(row: Row) -> int | None:
    seconds: int | None = row["target_seconds"]
    return seconds
