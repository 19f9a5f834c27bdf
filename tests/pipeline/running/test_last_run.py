"""What became of the newest run is remembered, whatever ended it but what somebody mistyped."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import RunError, SettingsError, WrongOptionError
from pipeline.running.last_run import last_run, remember
from pipeline.running.run import run
from pipeline.workspace import Workspace, create_workspace
from tests.pipeline.command_line import vip_sla


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace whose newest run has published."""
    made = create_workspace(tmp_path / "desk")
    remember(made, "published", "20260330T080000Z")
    return made


def remembered(workspace: Workspace) -> tuple[str, str]:
    last = last_run(workspace)
    assert last is not None
    return last.outcome, last.told


@pytest.mark.parametrize("name", ["policy.yml", "vip-sla.yml", "register/customers.csv"])
def test_settings_that_are_wrong(workspace: Workspace, name: str) -> None:
    (workspace.root / name).write_text("goal: banana\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        run(workspace)
    outcome, told = remembered(workspace)
    assert outcome == "failed"
    assert Path(name).name in told


def test_settings_that_are_wrong_before_a_fetch(workspace: Workspace) -> None:
    workspace.config_file.write_text("as_of: [", encoding="utf-8")
    assert vip_sla("run", "--fetch", "--workspace", workspace.root).status == 1
    assert remembered(workspace)[0] == "failed"


def test_an_as_of_of_the_settings_that_cannot_be(workspace: Workspace) -> None:
    lines = workspace.config_file.read_text(encoding="utf-8").splitlines()
    wrong = ["as_of: 2999-01-01T00:00:00Z" if each.startswith("as_of:") else each for each in lines]
    workspace.config_file.write_text("\n".join(wrong), encoding="utf-8")
    with pytest.raises(RunError, match="future"):
        run(workspace)
    assert remembered(workspace)[0] == "failed"


@pytest.mark.parametrize(
    "options", [{"as_of": "garbage"}, {"as_of": "2999-01-01T00:00:00Z"}, {"reading": "lenient"}]
)
def test_what_somebody_mistyped_is_no_run(workspace: Workspace, options: dict[str, Any]) -> None:
    with pytest.raises(WrongOptionError):
        run(workspace, **options)
    assert remembered(workspace) == ("published", "20260330T080000Z")


def test_a_fetch_that_nothing_asks_for_is_no_run(workspace: Workspace) -> None:
    assert vip_sla("run", "--fetch", "--workspace", workspace.root).status == 2
    assert remembered(workspace)[0] == "published"
