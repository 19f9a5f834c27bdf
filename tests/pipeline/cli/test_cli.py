"""The commands: what each shows, its exit status, and that a mistake is one clear message."""

import csv
import io
import json
import os
import shlex
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import typer

from pipeline.cli.console import Lines
from pipeline.cli.main import application
from pipeline.reports.gather import gather
from pipeline.settings.config import load_config
from pipeline.workspace import Workspace
from tests.pipeline.command_line import (
    REPOSITORY,
    Said,
    one_message,
    said_by,
    vip_sla,
    vip_sla_elsewhere,
)
from tests.pipeline.small_desk import (
    EVENT_COLUMNS,
    EVENTS,
    NEWEST_EVENT,
    export,
    rows,
    small_workspace,
)

COMMANDS: dict[str, Any] = typer.main.get_command(application()).commands  # type: ignore[attr-defined]
WITH_WORKSPACE = [
    name
    for name, command in COMMANDS.items()
    if any("--workspace" in option.opts for option in command.params)
]
NEEDED = {
    "explain": ["helpdesk:T-1:1"],
    "verify": ["report.json"],
    "what-if": ["scenario.yml"],
    "forget": ["kim@acme.example"],
    "export": ["--to", "overview.xlsx"],
}
"""Arguments that a command does not do without."""


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """Four tickets and their customers, never run."""
    return small_workspace(tmp_path / "acme")


def test_the_commands_are_those_that_are_documented() -> None:
    assert list(COMMANDS) == [
        *("init", "check", "fetch", "run", "status", "explain", "alert", "verify"),
        *("what-if", "sql", "dashboard", "sample", "prune", "forget", "export"),
        *("schedule", "report"),
    ]
    assert set(WITH_WORKSPACE) == set(COMMANDS) - {"init", "sample"}


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_an_example_that_works(name: str) -> None:
    said = vip_sla(name, "--help")
    assert said.status == 0
    assert f"Example: vip-sla {name} " in said.all
    description = " ".join(str(COMMANDS[name].help).split())
    example = description.partition("Example: vip-sla ")[2]
    given, *arguments = shlex.split(example)
    assert given == name
    COMMANDS[name].make_context(name, arguments)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str) -> None:
    for option in COMMANDS[name].params:
        if option.name != "help":
            assert option.help, option.name


def test_help_tells_the_exit_statuses() -> None:
    said = vip_sla("--help")
    assert said.status == 0
    assert "0 done; 1 failed; 2 wrong usage; 3 done, with something to look at" in said.all


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["runs"], "runs"),
        (["run", "--as-off", "now"], "--as-off"),
        (["sample", "--tickets", "0", "--out", "x"], "--tickets"),
        (["sample", "--tickets", "many", "--out", "x"], "--tickets"),
        (["sample", "--tickets", "5"], "--out"),
        (["sample", "--out", "x"], "--tickets"),
        (["sample", "--tickets", "5", "--demo", "--out", "x"], "--tickets"),
        (["sample", "--tickets", "5", "--out", "x", "--kind", "zendesk"], "zendesk"),
        (["init"], "DIR"),
        (["dashboard", "--port", "http"], "--port"),
    ],
)
def test_wrong_usage(arguments: list[str], complaint: str) -> None:
    said = vip_sla(*arguments)
    assert said.status == 2
    assert complaint in said.err
    assert "Traceback" not in said.err


def test_no_command_at_all() -> None:
    said = vip_sla()
    assert said.status == 2
    assert "Usage: vip-sla" in said.all


@pytest.mark.parametrize("name", WITH_WORKSPACE)
def test_a_folder_that_is_no_workspace(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    said = vip_sla(name, *NEEDED.get(name, ()), "--workspace", folder)
    assert said.status == 2
    assert f"{folder} is no workspace" in said.all
    assert f"vip-sla init {folder}" in said.all
    assert not folder.exists()


def test_the_workspace_may_come_from_the_environment(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIP_SLA_WORKSPACE", str(small.root))
    assert "helpdesk/events.csv: 8 rows" in vip_sla("check").out


def test_the_demo_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIP_SLA_WORKSPACE", raising=False)
    monkeypatch.chdir(REPOSITORY)
    said = vip_sla("check", "--json")
    config = load_config(REPOSITORY / "data" / "vip-sla.yml")
    assert {file["source"] for file in said.json["files"]} == {s.name for s in config.sources}


# status, sql, check on the demo: each in words and as JSON


@dataclass(frozen=True)
class Told:
    words: Said
    json: Said


@pytest.fixture(scope="module", params=["status", "check"])
def told(request: pytest.FixtureRequest, demo_workspace: Workspace) -> Told:
    command = [request.param, "--workspace", demo_workspace.root]
    return Told(vip_sla(*command), vip_sla(*command, "--json"))


def test_findings_are_exit_status_3(told: Told) -> None:
    assert told.words.status == told.json.status == 3


def test_json_is_json_and_nothing_else(told: Told) -> None:
    assert isinstance(told.json.json, dict)
    assert told.json.err == ""


def test_status(demo_workspace: Workspace) -> None:
    said = vip_sla("status", "--workspace", demo_workspace.root, "--json").json
    snapshot = demo_workspace.published.resolve()
    assert said["snapshot"] == str(snapshot)
    assert said["run"]["run_id"] == snapshot.stem
    assert said["run"]["as_of"].startswith("2026-10-30T09:40:00")
    loaded = rows(snapshot, "select distinct entity from load_files order by entity")
    assert [row["entity"] for row in said["loaded"]] == [row["entity"] for row in loaded]
    assert said["rejected_rows"] == []
    assert (
        len(said["findings"]) == rows(snapshot, "select count(*) as n from data_findings")[0]["n"]
    )
    (owed,) = rows(
        snapshot,
        "select count(*) as owed, count(*) filter (where is_overdue) as overdue "
        "from open_responses where exclusion_reason is null",
    )
    assert (said["owed_now_count"], said["overdue_now_count"]) == (owed["owed"], owed["overdue"])
    words = vip_sla("status", "--workspace", demo_workspace.root).all
    assert f"{owed['owed']} responses owed now, {owed['overdue']} of them overdue" in words
    assert "as of 2026-10-30 10:40:00 Europe/Berlin" in words
    assert "Compliance of responses opened in October 2026" in words
    assert f"{len(said['findings'])} findings" in words


def test_status_tells_what_may_be_contested_and_what_is_not_there(
    demo_workspace: Workspace,
) -> None:
    said = vip_sla("status", "--workspace", demo_workspace.root, "--json").json
    snapshot = demo_workspace.published.resolve()
    for name, table in (("contested", "contested_responses"), ("completeness", "completeness")):
        [count] = rows(snapshot, f"select count(*) as n from {table}")
        assert len(said[name]) == count["n"] > 0
    assert {"response_id", "reason", "at", "by", "is_counted_against"} <= set(said["contested"][0])
    assert {"source", "created_month", "ticket_count"} <= set(said["completeness"][0])
    assert said["doubts"] == []
    words = vip_sla("status", "--workspace", demo_workspace.root).out
    assert "contested" in words.partition("Compliance of responses")[2].splitlines()[1]
    assert "CANNOT BE RELIED ON" not in words


def test_one_of_a_kind_is_told_in_the_singular(small: Workspace) -> None:
    checked = vip_sla("check", "--workspace", small.root).out
    assert "vip-sla.yml: 1 source; policy.yml: 1 version, 0 customers with overrides; " in checked
    export(small, "events-2.csv", f"{EVENT_COLUMNS}e99,T-4,never,message,,,customer,c3\n")
    said = vip_sla("run", "--workspace", small.root, "--as-of", NEWEST_EVENT).out
    assert "to look at: 1 rejected row, " in said


def test_an_export_without_replies_is_told_above_every_figure(small: Workspace) -> None:
    lines = EVENTS.splitlines(keepends=True)
    export(small, "events.csv", "".join(line for line in lines if ",agent,a1" not in line))
    said = vip_sla("run", "--workspace", small.root, "--as-of", NEWEST_EVENT)
    assert said.status == 3
    told = "THESE FIGURES CANNOT BE RELIED ON: source helpdesk has 4 tickets"
    assert said.out.index(told) < said.out.index("Compliance of responses")
    words = vip_sla("status", "--workspace", small.root)
    assert words.status == 3
    assert words.out.index(told) < words.out.index("Compliance of responses")
    [doubt] = vip_sla("status", "--workspace", small.root, "--json").json["doubts"]
    assert doubt.startswith("source helpdesk has 4 tickets")
    report = gather(small.published.resolve(), "K-1", date(2026, 3, 1))
    assert [(each.kind, each.source) for each in report.alarms] == [
        ("source_without_replies", "helpdesk")
    ]


@pytest.mark.parametrize("name", ["status", "sql"])
def test_before_the_first_run(name: str, small: Workspace) -> None:
    said = vip_sla(name, "--workspace", small.root)
    assert "nothing has been published yet; start with `vip-sla run`" in one_message(said)


@pytest.mark.parametrize(
    "query",
    [
        "delete from fct_responses",
        "update run_info set reading = 'strict'",
        "insert into data_findings select * from data_findings",
        "drop table fct_responses",
        "create table mine as select 1",
        "alter table run_info add column mine integer",
    ],
)
def test_sql_refuses_to_write(query: str, demo_workspace: Workspace) -> None:
    before = demo_workspace.published.read_bytes()
    message = one_message(vip_sla("sql", query, "--workspace", demo_workspace.root))
    assert "the query failed" in message
    assert "read-only" in message
    assert demo_workspace.published.read_bytes() == before


@pytest.mark.parametrize(
    "query",
    [
        "copy (select 1) to '{place}'",
        "select * from read_text('{there}')",
        "select * from read_csv('{there}')",
        "select * from glob('{place}*')",
        "export database '{place}'",
        "install httpfs",
        "load excel",
        "attach '{place}' as mine",
    ],
)
def test_sql_sees_the_snapshot_alone(query: str, demo_workspace: Workspace, tmp_path: Path) -> None:
    there, place = tmp_path / "there.csv", tmp_path / "place"
    there.write_text("secret\nvalue\n")
    query = query.format(there=there, place=place)
    message = one_message(vip_sla("sql", query, "--workspace", demo_workspace.root))
    assert "call with --files if it may read and write other files" in message
    assert not place.exists()


def test_sql_with_files_reads_and_writes_them(demo_workspace: Workspace, tmp_path: Path) -> None:
    place = tmp_path / "place.csv"
    command = ["--files", "--workspace", demo_workspace.root]
    query = f"copy (select 1 as one) to '{place}'; select one from read_csv('{place}')"
    said = said_by(vip_sla_elsewhere("sql", query, *command))  # here it may be sealed already
    assert said.status == 0, said.all
    assert said.out == "one\n1\n"


def test_what_is_written_is_not_for_others(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert vip_sla("init", tmp_path / "acme").status == 0
    finally:
        os.umask(before)
    made = [tmp_path / "acme", *(tmp_path / "acme").rglob("*")]
    assert len(made) > 5
    assert [path for path in made if path.stat().st_mode & 0o027] == []


def test_secrets_that_others_can_read_are_told(small: Workspace) -> None:
    small.secrets_file.write_text("")
    for mode, is_told in ((0o640, False), (0o644, True)):
        small.secrets_file.chmod(mode)
        said = vip_sla("check", "--workspace", small.root)
        assert ("can be read by others on this machine" in said.all) == is_told


def test_sql_answers(demo_workspace: Workspace) -> None:
    query = "select outcome, count(*) as n from fct_responses group by outcome order by outcome"
    command = ["sql", query, "--workspace", demo_workspace.root]
    expected = rows(demo_workspace.published.resolve(), query)
    assert vip_sla(*command, "--json").json == expected
    said = vip_sla(*command)
    assert said.status == 0
    assert said.out.splitlines()[0].split(",") == ["outcome", "n"]
    assert [row["outcome"] for row in csv.DictReader(io.StringIO(said.out))] == [
        row["outcome"] for row in expected
    ]


@pytest.mark.parametrize("is_terminal", [False, True])
def test_sql_shows_what_people_wrote(
    demo_workspace: Workspace, monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    """Brackets and colons are no markup, and lists are values like others."""
    if is_terminal:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("COLUMNS", "200")
    query = "select '[/x] [red]a[/red] :smile:' as odd, [1, 2] as list, null as missing"
    said = vip_sla("sql", query, "--workspace", demo_workspace.root)
    assert said.status == 0
    assert "[/x] [red]a[/red] :smile:" in said.out
    assert "[1" in said.out


MANY = "select i as number, 'text ' || i as words from range({}) as t(i)"


@pytest.mark.parametrize(
    ("count", "option", "shown"),
    [(40, (), 40), (41, (), 40), (41, ("--limit", 41), 41), (5, ("--limit", 0), 0)],
)
def test_sql_shows_some_rows_and_counts_the_rest(
    demo_workspace: Workspace, count: int, option: tuple[object, ...], shown: int
) -> None:
    command = ["sql", MANY.format(count), "--workspace", demo_workspace.root]
    lines = vip_sla(*command, "--format", "table", *option).out.splitlines()
    assert lines[0] == "number  words" if shown else lines[0].startswith("number")
    assert len([line for line in lines if " text " in line]) == shown
    rest = [line for line in lines if line.startswith("… and")]
    words = f"… and {count - shown} more of {count} rows; --limit shows more"
    assert rest == ([words] if count > shown else [])


def test_sql_chooses_columns_that_fit(
    demo_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of twelve letters and what is between them fit 26, and not 25."""
    query = f"select '{'a' * 30}' as first, '{'b' * 30}' as second, 7 as third"
    for width, names in ((26, ["third"]), (25, ["second", "third"]), (200, [])):
        monkeypatch.setattr("pipeline.cli.sql.output", Lines(width=width))
        said = vip_sla("sql", query, "--format", "table", "--workspace", demo_workspace.root)
        header, row, *more = said.out.splitlines()
        assert max(len(header), len(row)) <= width
        words = f"… and {len(names)} more columns: {', '.join(names)}; name those you want"
        assert more == ([words] if names else [])


def test_sql_writes_files(demo_workspace: Workspace, tmp_path: Path) -> None:
    command = ["sql", MANY.format(3), "--workspace", demo_workspace.root, "--limit", 2]
    expected = [{"number": 0, "words": "text 0"}, {"number": 1, "words": "text 1"}]
    for form in ("csv", "json", "parquet"):
        file = tmp_path / f"answer.{form}"
        said = vip_sla(*command, "--format", form, "--to", file)
        assert said.out.split(": ")[1] == "2 rows\n"
    assert json.loads((tmp_path / "answer.json").read_text()) == expected
    assert (tmp_path / "answer.csv").read_text() == "number,words\n0,text 0\n1,text 1\n"
    assert pd.read_parquet(tmp_path / "answer.parquet").to_dict("records") == expected
    refused = vip_sla(*command, "--format", "parquet")
    assert refused.status == 2
    assert "name it with --to" in refused.all


def test_sql_opens_the_shell_read_only(
    demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["sql", "--shell", "--workspace", demo_workspace.root]
    monkeypatch.setenv("PATH", str(tmp_path))
    message = one_message(vip_sla(*command))
    assert "there is no DuckDB shell here" in message
    program = tmp_path / "duckdb"
    program.write_text(
        f'#!/bin/sh\nfor each in "$@"; do echo "$each"; done > {tmp_path}/called\nexit 7\n'
    )
    program.chmod(0o755)
    assert vip_sla(*command).status == 7
    assert (tmp_path / "called").read_text().splitlines() == [
        "-readonly",
        "-cmd",
        "use marts; set TimeZone = 'UTC'",
        str(demo_workspace.published.resolve()),
    ]
    assert vip_sla(*command, "select 1").status == 2


def test_sql_without_a_query_says_where_the_data_is(demo_workspace: Workspace) -> None:
    for query in ([], [" "]):
        said = vip_sla("sql", *query, "--workspace", demo_workspace.root)
        assert said.status == 0
        assert str(demo_workspace.published) in said.all
        assert "duckdb -readonly" in said.all
        assert "fct_responses" in said.all


def test_a_query_that_makes_no_sense(demo_workspace: Workspace) -> None:
    said = vip_sla("sql", "select * from nothing_like_it", "--workspace", demo_workspace.root)
    assert "nothing_like_it" in one_message(said)


def test_a_process_of_its_own_has_the_same_statuses() -> None:
    said = said_by(vip_sla_elsewhere("sql", "--workspace", "/nowhere/at/all"))
    assert said.status == 2
    assert "vip-sla init /nowhere/at/all" in said.all
