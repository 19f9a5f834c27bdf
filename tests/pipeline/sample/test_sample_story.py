"""The story knows its own responses; walking the events it wrote must find just those."""

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from pipeline.sample import sample
from pipeline.sample.conversations import NEVER, Closing
from pipeline.sample.sample import ENDS_AT, write_sample
from pipeline.sample.story import Story, tell
from tests.pipeline.sample.conftest import write_settings
from tests.reference import reference_responses

OTHER_ENDS = (
    ENDS_AT,
    datetime(2024, 2, 29, 22, 15, tzinfo=UTC),  # a Thursday night
    datetime(2025, 6, 8, 11, 0, tzinfo=UTC),  # a Whit Sunday
)


def told(story: Story) -> list[list[tuple[Any, ...]]]:
    """Each ticket's responses: cycle, metric, opened, closed, how, and who answered."""
    responses, agents = story.responses, story.cast.column("agents", "agent_id")

    def row(at: int) -> tuple[Any, ...]:
        closed_by = Closing(responses.closed_by[at]).name.lower()
        is_open = closed_by == "owed"
        assert is_open == (responses.closed_at[at] == NEVER)
        return (
            int(responses.cycle[at]) + 1,
            "follow_up" if responses.is_follow_up[at] else "first_response",
            int(responses.opened_at[at]),
            None if is_open else int(responses.closed_at[at]),
            None if is_open else closed_by,
            agents[responses.responder[at]] if closed_by == "reply" else None,
        )

    tickets: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for at, ticket in enumerate(responses.ticket):
        tickets[int(ticket)].append(row(at))
    return sorted(tickets.values(), key=repr)


def walked(root: Path, ends_at: datetime) -> list[list[tuple[Any, ...]]]:
    """The same, as the reference finds them in the files."""

    def seconds(moment: datetime | None) -> int | None:
        return None if moment is None else int(moment.timestamp())

    tickets: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for one in reference_responses(root, ends_at, "default"):
        tickets[one["ticket_id"]].append(
            (
                one["cycle_number"],
                one["metric"],
                seconds(one["opened_at"]),
                seconds(one["closed_at"]),
                one["closed_by"],
                one["responder_id"],
            )
        )
    return sorted((sorted(rows) for rows in tickets.values()), key=repr)


@pytest.mark.parametrize("ends_at", OTHER_ENDS)
def test_responses_of_the_story_are_those_in_its_events(tmp_path: Path, ends_at: datetime) -> None:
    write_settings(tmp_path)
    write_sample(tmp_path / "exports/helpdesk", 1_500, 3, ends_at, root=tmp_path)
    assert walked(tmp_path, ends_at) == told(tell(1_500, 3, ends_at))


def test_events_are_in_order_and_none_is_after_the_end() -> None:
    story = tell(2_000, 1, ENDS_AT)
    events = story.events
    assert events.moment.max() == story.cast.timeline.end
    assert events.moment.min() >= story.cast.timeline.midnights[0]
    later = (np.diff(events.ticket) > 0) | (np.diff(events.moment) >= 0)
    assert (np.diff(events.ticket) >= 0).all()
    assert later.all()


@pytest.mark.parametrize("tickets", [1, 2, 9, 30])
def test_small_samples_hold_together(tickets: int) -> None:
    story = tell(tickets, 1, ENDS_AT)
    assert len(story.tickets) == tickets + 1
    assert set(story.events.ticket.tolist()) == set(range(tickets + 1))


def test_a_large_sample_has_a_larger_cast() -> None:
    story = tell(50_000, 1, ENDS_AT)
    assert len(story.tickets) == 50_001
    assert 7 < len(story.events) / len(story.tickets) < 10
    names = story.cast.column("accounts", "name")
    ids = story.cast.column("agents", "agent_id")
    assert len(names) == len(set(names)) > 30
    assert len(ids) == len(set(ids))


def test_every_ticket_has_an_id_and_a_number_of_its_own() -> None:
    with duckdb.connect() as database:
        shared = Path(sample.__file__).with_name("shared.sql").read_text("utf-8")
        database.execute(shared.split("create table")[0])
        found = database.execute(
            "select count(distinct ticket_id(ticket)), count(distinct ticket_number(ticket))"
            " from range(0, 20_000_000, 97) as _ (ticket)"
        ).fetchone()
    assert found == (206_186, 206_186)
