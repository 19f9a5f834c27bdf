"""What dbt has parsed of the project, handed from one workspace to the next; how it fails."""

import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import RunError
from pipeline.running import dbt
from pipeline.running.dbt import (
    PARSED,
    PROJECT,
    parsed_by_user,
    remembered_parses,
    share_parsed,
)
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
    own, shared = remembered_parses(demo_workspace.build)
    assert own.exists()
    assert shared.stat().st_mtime >= own.stat().st_mtime


def test_what_was_parsed_with_other_macros_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = shutil.copytree(PROJECT, tmp_path / "dbt_project")
    monkeypatch.setattr(dbt, "PROJECT", project)
    before = remembered_parses(tmp_path)
    assert remembered_parses(tmp_path) == before
    (project / "macros" / "another.sql").write_text("{% macro another() %}{% endmacro %}")
    assert {file.name for file in remembered_parses(tmp_path)}.isdisjoint(
        file.name for file in before
    )


def test_another_project_shares_nothing_with_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = parsed_by_user()
    monkeypatch.setattr(dbt, "PROJECT", Path("/elsewhere/dbt_project"))
    assert parsed_by_user() != ours


def test_a_user_without_a_home_shares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(_: Path) -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "expanduser", homeless)
    assert parsed_by_user() is None


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


def failed(program: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said where this program stands in for dbt."""
    monkeypatch.setattr(dbt, "_DBT", [sys.executable, "-c", program])
    with pytest.raises(RunError) as caught:
        dbt.build(folder, kept=folder, as_of=datetime(2026, 1, 1, tzinfo=UTC), reading="default")
    return str(caught.value)


def test_ended_from_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    said = failed(program, tmp_path, monkeypatch)
    assert "dbt was ended from outside, by SIGKILL" in said
    assert said.startswith("nothing was published: ")


def test_a_full_disk_told_in_thousands_of_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = "print('OSError: No space left on device\\n' * 20_000); raise SystemExit(2)"
    said = failed(program, tmp_path, monkeypatch)
    assert "the disk is full; free some space, then run again" in said
    assert len(said.splitlines()) < 30
    assert "more lines" in said
