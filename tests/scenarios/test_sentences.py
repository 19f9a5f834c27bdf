"""Every sentence of the rules has its story."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.scenarios import load_stories
from tests.scenarios.help_desk import WORLD

REPOSITORY = Path(__file__).parents[2]
SENTENCES: dict[str, list[Any]] = yaml.safe_load(
    (WORLD / "sentences.yml").read_text(encoding="utf-8")
)
TOLD = [it for section in SENTENCES.values() for it in section if isinstance(it, str)]
STORIES = load_stories()
HELD_ELSEWHERE = {
    sentence: path
    for section in SENTENCES.values()
    for it in section
    if isinstance(it, dict)
    for sentence, path in it.items()
}


@pytest.mark.parametrize("sentence", TOLD)
def test_a_story_tells(sentence: str) -> None:
    wanted = _plain(sentence)
    assert [story.name for story in STORIES if wanted in _plain(story.rule)], sentence


@pytest.mark.parametrize("path", HELD_ELSEWHERE.values(), ids=HELD_ELSEWHERE)
def test_another_test_holds(path: str) -> None:
    assert (REPOSITORY / path).exists()


def test_there_are_enough_stories() -> None:
    assert len(STORIES) >= 50


def _plain(text: str) -> str:
    return " ".join(text.replace('"', "").split()).rstrip(".").lower()
