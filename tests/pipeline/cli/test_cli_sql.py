"""`vip-sla sql`: exact values in every form, and files that are what their names say."""

import csv
import io
import json
import os
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline.workspace import Workspace
from tests.pipeline.command_line import Said, one_message, vip_sla

VALUES = {
    "cast('2025-11-02' as date)": "2025-11-02",
    "cast('0.9643347050754458' as double)": 0.9643347050754458,
    "cast(0.1 as float)": 0.1,
    "cast('infinity' as double)": None,
    "cast('nan' as double)": None,
    "sum(9007199254740993)": 9007199254740993,
    "cast(-7 as hugeint)": -7,
    "cast(1.50 as decimal(38, 2))": 1.5,
    "cast(12345678901234567890.12 as decimal(38, 2))": "12345678901234567890.12",
    "timestamptz '2025-11-02 10:00:00+01'": "2025-11-02T09:00:00+00:00",
    "timestamp '2025-11-02 00:00:00'": "2025-11-02T00:00:00",
    "time '10:00'": "10:00:00",
    "interval '1 month'": "1 month",
    "cast('6bfaef9f-97e7-4eba-82e8-b38ea2763d7f' as uuid)": "6bfaef9f-97e7-4eba-82e8-b38ea2763d7f",
    r"cast('a\xFF' as blob)": r"a\xFF",
    "[date '2025-11-02']": ["2025-11-02"],
    "{'a': cast('infinity' as double), 'b': 1.5}": {"a": None, "b": 1.5},
    "map(['k'], [1])": {"k": 1},
    "null": None,
}
"""Values as SQL has them, and as JSON."""

AS_CSV = {
    "cast('infinity' as double)": "inf",
    "cast('nan' as double)": "nan",
    "cast(1.50 as decimal(38, 2))": "1.50",
    "timestamptz '2025-11-02 10:00:00+01'": "2025-11-02 09:00:00+00:00",
    "timestamp '2025-11-02 00:00:00'": "2025-11-02 00:00:00",
}
"""What CSV writes otherwise, or more of."""


def asked(workspace: Workspace, query: str, *options: object) -> Said:
    return vip_sla("sql", query, "--workspace", workspace.root, *options)


@pytest.fixture(scope="module")
def of_all_types() -> str:
    return f"select {', '.join(VALUES)}, count(*)"


def test_json_has_the_values_that_the_snapshot_has(
    demo_workspace: Workspace, of_all_types: str
) -> None:
    (row,) = asked(demo_workspace, of_all_types, "--json").json
    assert dict(zip(VALUES, row.values(), strict=False)) == VALUES


def test_csv_has_the_same_values(demo_workspace: Workspace, of_all_types: str) -> None:
    _, row = csv.reader(io.StringIO(asked(demo_workspace, of_all_types).out))
    for (key, value), cell in zip(VALUES.items(), row, strict=False):
        told = json.dumps(value) if isinstance(value, list | dict) else value
        assert cell == AS_CSV.get(key, "" if told is None else str(told)), key


def test_a_table_tells_days_as_days_and_whole_numbers_whole(demo_workspace: Workspace) -> None:
    query = "select date '2025-11-02' as day, sum(25271773) as seconds"
    said = asked(demo_workspace, query, "--format", "table")
    assert said.out.splitlines()[1].split() == ["2025-11-02", "25271773"]


def test_parquet_keeps_the_types(demo_workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "answer.parquet"
    query = "select date '2025-11-02' as day, cast(0.1 as float) as f"
    assert asked(demo_workspace, query, "--to", file).status == 0
    assert [str(kind) for kind in pq.read_schema(file).types] == ["date32[day]", "float"]


def test_two_columns_of_one_name(demo_workspace: Workspace) -> None:
    query = "select date '2025-11-02' as a, 2 as a"
    assert asked(demo_workspace, query).out == "a,a\n2025-11-02,2\n"
    assert "two columns are called a" in one_message(asked(demo_workspace, query, "--json"))


@pytest.mark.parametrize("query", [";", ";;", "/* nothing */"])
def test_a_query_that_asks_nothing(demo_workspace: Workspace, query: str) -> None:
    assert "there is no query in it" in one_message(asked(demo_workspace, query))


@pytest.mark.parametrize(
    "options", [("--json",), ("--format", "json"), ("--format", "csv"), ("--format", "table")]
)
def test_without_a_query_the_tables_are_told_in_the_form_asked_for(
    demo_workspace: Workspace, options: tuple[str, ...]
) -> None:
    said = vip_sla("sql", "--workspace", demo_workspace.root, *options)
    assert said.status == 0
    assert str(demo_workspace.published) not in said.out
    if "csv" in options:
        assert "fct_responses" in {row["table"] for row in csv.DictReader(io.StringIO(said.out))}
    elif "table" in options:
        assert said.out.startswith("table ")
    else:
        assert "fct_responses" in {row["table"] for row in said.json}


def test_without_a_query_the_tables_are_a_file(demo_workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "tables.parquet"
    assert vip_sla("sql", "--to", file, "--workspace", demo_workspace.root).status == 0
    assert "fct_responses" in set(pd.read_parquet(file)["table"])


def test_a_file_is_what_its_ending_says(demo_workspace: Workspace, tmp_path: Path) -> None:
    for name in ("a.csv", "a.JSON", "a.parquet"):
        assert asked(demo_workspace, "select 1 as a", "--to", tmp_path / name).status == 0
    assert (tmp_path / "a.csv").read_text() == "a\n1\n"
    assert json.loads((tmp_path / "a.JSON").read_text()) == [{"a": 1}]
    assert pd.read_parquet(tmp_path / "a.parquet").to_dict("records") == [{"a": 1}]


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("a.ods", (), "does not tell its form"),
        ("a", (), "does not tell its form"),
        ("a.parquet", ("--format", "csv"), "would not hold csv"),
        ("a.csv", ("--json",), "would not hold json"),
        ("a.json", ("--json", "--format", "csv"), "is not what --json says"),
    ],
)
def test_an_ending_that_means_nothing_or_something_else_is_wrong_usage(
    demo_workspace: Workspace, tmp_path: Path, name: str, options: tuple[str, ...], words: str
) -> None:
    said = asked(demo_workspace, "select 1 as a", "--to", tmp_path / name, *options)
    assert said.status == 2
    assert words in said.all
    assert not (tmp_path / name).exists()


def test_a_form_may_be_said_where_the_ending_says_none(
    demo_workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    assert asked(demo_workspace, "select 1 as a", "--to", file, "--format", "csv").status == 0
    assert file.read_text() == "a\n1\n"


@pytest.mark.parametrize("command", [("sql", "select 1 as a"), ("export", "dim_severities")])
def test_what_is_no_file_is_not_replaced(
    demo_workspace: Workspace, tmp_path: Path, command: tuple[str, ...]
) -> None:
    pipe, link = tmp_path / "pipe.csv", tmp_path / "link.csv"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for to in (pipe, link):
        said = vip_sla(*command, "--to", to, "--format", "csv", "--workspace", demo_workspace.root)
        assert said.status == 2
        assert "is there and is no file" in said.all
    assert pipe.is_fifo()
    assert link.is_symlink()


def test_sql_writes_no_folder(demo_workspace: Workspace, tmp_path: Path) -> None:
    said = asked(demo_workspace, "select 1 as a", "--to", tmp_path, "--format", "csv")
    assert said.status == 2


@pytest.mark.parametrize("command", [("sql", "select 1 as a"), ("export", "dim_severities")])
def test_a_link_is_followed(
    demo_workspace: Workspace, tmp_path: Path, command: tuple[str, ...]
) -> None:
    link, file = tmp_path / "link.csv", tmp_path / "kept" / "file.csv"
    file.parent.mkdir()
    link.symlink_to(file)
    for _ in ("not there yet", "there"):
        said = vip_sla(*command, "--to", link, "--workspace", demo_workspace.root)
        assert said.status == 0, said.all
        assert link.is_symlink()
        assert file.stat().st_size


def test_files_in_a_folder_are_no_devices_either(demo_workspace: Workspace, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "dim_severities.csv")
    said = vip_sla(
        *("export", "dim_severities", "--format", "csv", "--to", tmp_path),
        *("--workspace", demo_workspace.root),
    )
    assert said.status == 2
    assert (tmp_path / "dim_severities.csv").is_fifo()


def test_an_exports_ending_is_its_form(demo_workspace: Workspace, tmp_path: Path) -> None:
    command = ["export", "dim_severities", "--workspace", demo_workspace.root, "--to"]
    for name, begins in (("a.csv", b"\xef\xbb\xbf"), ("a.xlsx", b"PK"), ("a.parquet", b"PAR1")):
        assert vip_sla(*command, tmp_path / name).status == 0
        assert (tmp_path / name).read_bytes().startswith(begins)
    for name, options in (("b.ods", ()), ("b.csv", ("--format", "xlsx"))):
        said = vip_sla(*command, tmp_path / name, *options)
        assert said.status == 2
        assert not (tmp_path / name).exists()
    assert vip_sla(*command, tmp_path / "folder").status == 0
    assert (tmp_path / "folder" / "dim_severities.xlsx").exists()
