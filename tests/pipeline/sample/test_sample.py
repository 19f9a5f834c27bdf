import json
from pathlib import Path
from typing import get_args

import duckdb
import pytest

from pipeline.errors import VipSlaError
from pipeline.sample.sample import ENDS_AT, Format, Kind, write_sample


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
        "absences.csv",
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


@pytest.mark.parametrize("kind", get_args(Kind))
def test_what_is_empty_is_null_or_has_no_key(tmp_path: Path, kind: Kind) -> None:
    write_sample(tmp_path, 50, 5, kind=kind, file_format="ndjson")
    name = "events" if kind == "generic" else "history"
    lines = (tmp_path / f"{name}.ndjson").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert (None in rows[0].values()) == (kind == "generic")
    assert not any("" in row.values() for row in rows)


def test_nothing_is_an_empty_field_in_csv_and_moments_have_a_type_in_parquet(
    tmp_path: Path,
) -> None:
    write_sample(tmp_path / "csv", 50, 5)
    write_sample(tmp_path / "parquet", 50, 5, file_format="parquet")
    assert '""' not in (tmp_path / "csv/events.csv").read_text(encoding="utf-8")
    found = duckdb.sql(f"select occurred_at from '{tmp_path}/parquet/events.parquet'")
    assert [str(one) for one in found.types] == ["TIMESTAMP WITH TIME ZONE"]


@pytest.mark.parametrize("name", ["events-03.csv.gz", "register/customers.csv"])
def test_nothing_is_written_where_such_files_are(tmp_path: Path, name: str) -> None:
    (tmp_path / "register").mkdir()
    (tmp_path / name).write_text("mine")
    with pytest.raises(VipSlaError, match="choose an empty folder"):
        write_sample(tmp_path, 10, 1)
    assert contents(tmp_path) == {name: b"mine"}
