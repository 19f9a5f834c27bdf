"""Every story comes out of the models as it is told."""

from pathlib import Path
from typing import Any

import pytest

from tests.comparison import built, published
from tests.scenarios import TABLES, Story, as_of, differences, load_stories, town
from tests.scenarios import published_differences as differences_published
from tests.strategies import write_workspace

STORIES = load_stories()
READINGS = sorted({reading for story in STORIES for reading in story.expected})
TOLD_OF_TABLES = [
    pytest.param(story, key, id=f"{story.name}-{key}")
    for story in STORIES
    for key in story.published
]


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All stories, judged by reading: they share one workspace."""
    root = tmp_path_factory.mktemp("town")
    write_workspace(root, town(STORIES))
    return {reading: built(root, as_of(), reading) for reading in READINGS}


@pytest.fixture(scope="module")
def responses(snapshots: dict[str, Path]) -> dict[str, list[dict[str, Any]]]:
    """The responses of all stories by reading."""
    return {
        reading: published(snapshot, "fct_responses") for reading, snapshot in snapshots.items()
    }


@pytest.fixture(scope="module")
def tables(snapshots: dict[str, Path]) -> dict[str, list[dict[str, Any]]]:
    """The other tables that stories tell of."""
    names = {TABLES[key].name for story in STORIES for key in story.published}
    return {name: published(snapshots["default"], name) for name in names}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_story(story: Story, responses: dict[str, list[dict[str, Any]]]) -> None:
    for reading in story.expected:
        assert differences(story, responses[reading], reading) == []


@pytest.mark.parametrize(("story", "key"), TOLD_OF_TABLES)
def test_other_tables(story: Story, key: str, tables: dict[str, list[dict[str, Any]]]) -> None:
    assert differences_published(story, key, tables[TABLES[key].name]) == []
