"""The reference satisfies every story, each worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reference import reference_responses
from tests.reference.service import reference_service
from tests.scenarios import (
    TABLES,
    Story,
    as_of,
    differences,
    load_stories,
    published_differences,
    town,
)
from tests.strategies import write_workspace

Rows = list[dict[str, Any]]

# As published; the reference gives every one of them and no other.
COLUMNS = {
    *(
        "response_id",
        "source",
        "ticket_id",
        "cycle_number",
        "metric",
        "customer_id",
        "severity",
        "channel",
    ),
    *("opened_at", "opened_by_event_id", "closed_at", "closed_by", "closed_by_event_id"),
    *(
        "responder_id",
        "responder_tier",
        "dedicated_agent_id",
        "is_dedicated_responder",
        "is_opened_in_hours",
    ),
    *(
        "clock",
        "target_seconds",
        "leg_started_at",
        "elapsed_seconds",
        "business_seconds",
        "wall_seconds",
    ),
    *(
        "paused_seconds",
        "due_at",
        "outcome",
        "exclusion_reason",
        "is_counted",
        "policy_version",
        "calendar_id",
        "opened_month",
    ),
    *("opened_on", "opened_weekday", "opened_hour"),
}

TOLD = [
    pytest.param(story, reading, id=f"{story.name}-{reading}")
    for story in load_stories()
    for reading in story.expected
]

TOLD_OF_SERVICE = [
    pytest.param(story, key, id=f"{story.name}-{key}")
    for story in load_stories()
    for key in story.published
]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    """The rows of all stories, under each reading."""
    workspace: Path = tmp_path_factory.mktemp("stories")
    write_workspace(workspace, town(load_stories()))
    return {
        reading: reference_responses(workspace, as_of(), reading)
        for reading in ("default", "literal", "strict")
    }


@pytest.mark.parametrize(("story", "reading"), TOLD)
def test_story(story: Story, reading: str, rows: dict[str, Rows]) -> None:
    assert differences(story, rows[reading], reading) == []


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, rows: dict[str, Rows]) -> dict[str, Rows]:
    """The rest of the promise, of all stories, under the reading `default`."""
    workspace: Path = tmp_path_factory.mktemp("service")
    write_workspace(workspace, town(load_stories()))
    return reference_service(workspace, as_of(), "default", rows["default"])


@pytest.mark.parametrize(("story", "key"), TOLD_OF_SERVICE)
def test_rest_of_the_promise(story: Story, key: str, service: dict[str, Rows]) -> None:
    assert published_differences(story, key, service[TABLES[key].name]) == []


def test_every_column_and_no_other(rows: dict[str, Rows]) -> None:
    for row in rows["default"]:
        assert set(row) == COLUMNS


def test_stories_name_only_columns() -> None:
    for story in load_stories():
        for expected in story.expected.values():
            for columns in expected:
                assert set(columns) <= COLUMNS, story.name
