"""What dbt has parsed of the project, handed from one workspace to the next."""

import os
from pathlib import Path

import pytest

from pipeline.dbt import PARSED, PROJECT, share_parsed
from pipeline.workspace import Workspace


@pytest.fixture
def parsed(tmp_path: Path) -> Path:
    file = tmp_path / "one" / PARSED
    file.parent.mkdir(parents=True)
    file.write_text("parsed")
    return file


def aged(file: Path, seconds: int) -> None:
    """Make a file so much older."""
    changed_at = file.stat().st_mtime - seconds
    os.utime(file, (changed_at, changed_at))


def test_a_run_leaves_what_was_parsed_for_the_next_workspace(demo_workspace: Workspace) -> None:
    own = demo_workspace.build / PARSED
    assert own.exists()
    assert (PROJECT / PARSED).stat().st_mtime >= own.stat().st_mtime


def test_a_folder_without_any_takes_it(parsed: Path, tmp_path: Path) -> None:
    target = tmp_path / "two" / PARSED
    share_parsed(parsed, target)
    assert target.read_text() == "parsed"
    assert target.stat().st_mtime == parsed.stat().st_mtime
    assert [file.name for file in target.parent.iterdir()] == [target.name]


def test_the_newer_one_stays(parsed: Path, tmp_path: Path) -> None:
    target = tmp_path / "two" / PARSED
    share_parsed(parsed, target)
    target.write_text("of its own")
    aged(parsed, 60)
    share_parsed(parsed, target)
    assert target.read_text() == "of its own"
    aged(target, 120)
    share_parsed(parsed, target)
    assert target.read_text() == "parsed"


def test_nothing_is_handed_on_where_nothing_was_parsed(tmp_path: Path) -> None:
    share_parsed(tmp_path / "none" / PARSED, tmp_path / "two" / PARSED)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to_is_left_alone(parsed: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    share_parsed(parsed, tmp_path / "file" / PARSED)
    assert (tmp_path / "file").read_text() == "no folder"


def test_a_place_that_cannot_be_looked_into_is_left_alone(
    parsed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> bool:
        raise PermissionError

    monkeypatch.setattr(Path, "exists", refused)
    share_parsed(parsed, tmp_path / "two" / PARSED)
    monkeypatch.undo()
    assert not (tmp_path / "two").exists()
