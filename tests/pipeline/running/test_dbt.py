"""How a build by dbt fails."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import RunError
from pipeline.running import dbt, plan
from tests.planned import by_dbt


def failed(program: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said where this program stands in for dbt."""
    monkeypatch.setattr(dbt, "_DBT", [sys.executable, "-c", program])
    with by_dbt(), pytest.raises(RunError) as caught:
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


def test_a_full_disk_is_told_without_dbt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def done_by(work: object, command: list[str], folder: Path, heard: dbt._Heard) -> int:
        assert command[: len(dbt._PLAN)] == dbt._PLAN
        heard.complaints.append("IO Error: Could not write all bytes: No space left on device")
        return 1

    monkeypatch.setattr(plan, "known", lambda places: tmp_path / "plan.json")
    monkeypatch.setattr(dbt._Work, "done_by", done_by)
    (tmp_path / dbt.BUILD_FILE).touch()
    with pytest.raises(RunError, match="nothing was published: the disk is full"):
        dbt.build(
            tmp_path, kept=tmp_path, as_of=datetime(2026, 1, 1, tzinfo=UTC), reading="default"
        )
