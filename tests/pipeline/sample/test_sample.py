from datetime import datetime
from pathlib import Path
from typing import get_args

import duckdb
import pytest

from pipeline.errors import VipSlaError
from pipeline.sample import sample
from pipeline.sample.sample import ENDS_AT, write_sample
from pipeline.sample.tables import Format


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        write_sample(tmp_path / name, 800, seed)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert contents(tmp_path / "a") != contents(tmp_path / "c")


def test_the_summary_counts_what_is_in_the_files(tmp_path: Path) -> None:
    summary = write_sample(tmp_path, 800, 5)
    counts = {
        path.relative_to(tmp_path).as_posix(): path.read_bytes().count(b"\n") - 1
        for path in summary.files
    }
    assert counts["tickets.csv"] == summary.tickets == 800
    assert counts["events.csv"] == summary.events
    assert counts["agents.csv"] == summary.agents
    assert counts["customers.csv"] == summary.accounts
    assert summary.ends_at == ENDS_AT
    assert {path.name for path in summary.files[4:]} == {
        "customers.csv",
        "accounts.csv",
        "roster.csv",
        "waivers.csv",
        "meetings.csv",
    }
    assert all(path.parent == tmp_path / "register" for path in summary.files[4:])


def test_every_format_holds_the_same_rows(tmp_path: Path) -> None:
    def rows(form: Format) -> list[tuple[object, ...]]:
        summary = write_sample(tmp_path / form, 300, 5, file_format=form)
        events = next(path for path in summary.files if path.name.startswith("events"))
        reader = f"read_csv('{events}', all_varchar = true)" if form == "csv" else f"'{events}'"
        return duckdb.execute(
            "select event_id, ticket_id, cast(occurred_at as timestamptz), kind, value,"
            f" previous_value, actor_kind, actor_id, channel from {reader} order by event_id"
        ).fetchall()

    first, *others = [rows(form) for form in get_args(Format)]
    assert len(first) > 2_000
    assert all(other == first for other in others)


def test_many_rows_are_split_into_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = write_sample(tmp_path / "whole", 300, 5)
    monkeypatch.setattr(sample, "ROWS_PER_FILE", 1_000)
    split = write_sample(tmp_path / "split", 300, 5)
    parts = [path for path in split.files if path.name.startswith("events")]
    assert [path.name for path in parts[:2]] == ["events-01.csv", "events-02.csv"]
    rows = [line for path in parts for line in path.read_bytes().splitlines()[1:]]
    (one,) = (path for path in whole.files if path.name == "events.csv")
    assert rows == one.read_bytes().splitlines()[1:]


@pytest.mark.parametrize("name", ["events-03.csv.gz", "register/customers.csv"])
def test_nothing_is_written_where_such_files_are(tmp_path: Path, name: str) -> None:
    (tmp_path / "register").mkdir()
    (tmp_path / name).write_text("mine")
    with pytest.raises(VipSlaError, match="choose an empty folder"):
        write_sample(tmp_path, 10, 1)
    assert contents(tmp_path) == {name: b"mine"}


def test_impossible_wishes_are_answered(tmp_path: Path) -> None:
    with pytest.raises(VipSlaError, match="--tickets 0"):
        write_sample(tmp_path, 0, 1)
    with pytest.raises(VipSlaError, match="--seed -1"):
        write_sample(tmp_path, 10, -1)
    with pytest.raises(VipSlaError, match="add a time zone"):
        write_sample(tmp_path, 10, 1, datetime(2026, 1, 2))  # noqa: DTZ001
    assert not any(tmp_path.iterdir())
