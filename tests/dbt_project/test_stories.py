"""Every story comes out of the models as it is told."""

from typing import Any

import pytest

from tests.comparison import built_responses
from tests.scenarios import as_of, differences, load_stories, town
from tests.strategies import write_workspace

STORIES = load_stories()
READINGS = sorted({reading for story in STORIES for reading in story.expected})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The responses of all stories by reading: they share one workspace."""
    root = tmp_path_factory.mktemp("town")
    write_workspace(root, town(STORIES))
    return {reading: built_responses(root, as_of(), reading) for reading in READINGS}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_story(story: Any, built: dict[str, list[dict[str, Any]]]) -> None:
    for reading in story.expected:
        assert differences(story, built[reading], reading) == []
