"""DECISIONS.md says of effects what comes out; what needs runs of its own is for the command."""

import re

import pytest

from pipeline.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.effects import EFFECTS, Effect, figures, measured

TOLD = (REPOSITORY / "DECISIONS.md").read_text(encoding="utf-8")
AT_ONCE = [effect for effect in EFFECTS if not effect.needs_a_run]


def section(heading: str) -> str:
    """What is told under a heading, as one line."""
    (found,) = re.findall(rf"^### {re.escape(heading)}$(.*?)^##", TOLD, re.MULTILINE | re.DOTALL)
    return " ".join(found.split())


def test_the_table_of_the_sets_holds(demo_workspace: Workspace) -> None:
    found = figures(demo_workspace.published.resolve())
    (row,) = re.findall(r"^\| \*\*Demo\*\*.*$", TOLD, re.MULTILINE)
    cells = [cell.strip().replace(",", "") for cell in row.split("|")[3:-1]]
    counts = (found.met, found.breached, found.unanswered, found.no_target, found.pending)
    assert (*map(int, cells[:5]), cells[6]) == (*counts, found.share)


@pytest.mark.parametrize("effect", AT_ONCE, ids=lambda effect: f"{effect.section}: {effect.name}")
def test_a_section_tells_the_share(effect: Effect, demo_workspace: Workspace) -> None:
    share = measured(effect, demo_workspace, "latest").share
    assert share.removesuffix(" %") in section(effect.section)


def test_every_effect_has_its_section() -> None:
    for effect in EFFECTS:
        assert "**Effect**" in section(effect.section)


def test_what_is_replaced_in_a_model_is_there() -> None:
    for effect in EFFECTS:
        for name, (old, _) in (effect.models or {}).items():
            (file,) = (REPOSITORY / "dbt_project").rglob(f"{name}.sql")
            assert file.read_text(encoding="utf-8").count(old) == 1
