"""The commands: what each shows, its exit status, and that a mistake is one clear message."""

import csv
import io
import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer

from pipeline.cli.main import app
from pipeline.workspace import Workspace
from tests.pipeline.command_line import REPOSITORY, Said, said_by, vip_sla, vip_sla_elsewhere
from tests.pipeline.small_desk import export, rows, small_workspace

COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
WITH_WORKSPACE = [
    name
    for name, command in COMMANDS.items()
    if any("--workspace" in option.opts for option in command.params)
]


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """Four tickets and their customers, never run."""
    return small_workspace(tmp_path / "acme")


def one_message(said: Said) -> str:
    """The complaint of a command that failed, as one line; nothing else was said."""
    assert said.status == 1
    assert said.out == ""
    assert said.err.startswith("vip-sla: ")
    assert "Traceback" not in said.err
    return said.all


# Help and usage


def test_the_commands_are_those_that_are_documented() -> None:
    assert list(COMMANDS) == ["init", "check", "run", "status", "sql", "dashboard", "sample"]
    assert set(WITH_WORKSPACE) == {"check", "run", "status", "sql", "dashboard"}


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
    said = vip_sla(name, "--workspace", folder)
    assert said.status == 2
    assert f"{folder} is no workspace" in said.all
    assert f"vip-sla init {folder}" in said.all
    assert not folder.exists()


def test_the_workspace_may_come_from_the_environment(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIP_SLA_WORKSPACE", str(small.root))
    assert vip_sla("check").status == 0


def test_the_demo_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIP_SLA_WORKSPACE", raising=False)
    monkeypatch.chdir(REPOSITORY)
    said = vip_sla("check", "--json")
    assert {file["source"] for file in said.json["files"]} == {"helpdesk"}


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
    assert {row["entity"] for row in said["loaded"]} == {"agents", "customers", "events", "tickets"}
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


# Settings


MISTAKES = {
    "a key": (
        "vip-sla.yml",
        "as_of: now",
        "as_off: now",
        "vip-sla.yml, line 8: as_off:",
        "'as_of'",
    ),
    "a kind": ("vip-sla.yml", "kind: generic", "kind: zendesk", "sources[0].kind", "generic"),
    "a zone": (
        "vip-sla.yml",
        "time_zone: UTC",
        "time_zone: Berlin",
        "sources[0].time_zone: 'Berlin' is not an IANA time zone",
        "Europe/Berlin",
    ),
    "an amount": (
        "policy.yml",
        "4: {first_response: 1 working day}",
        "4: {first_response: 1 fortnight}",
        "policies[0].targets.4.first_response: '1 fortnight'",
        "working day",
    ),
    "a day": (
        "register/customers.csv",
        "K-2,Zweite AG,All-Inclusive,vip,2026-01-01",
        "K-2,Zweite AG,All-Inclusive,vip,January",
        "register/customers.csv, row 3: valid_from: 'January' is not a date",
        "write e.g. 2026-12-24",
    ),
}


@pytest.mark.parametrize("command", ["check", "run"])
@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_in_settings(small: Workspace, case: str, command: str) -> None:
    name, right, wrong, place, remedy = MISTAKES[case]
    path = small.root / name
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    message = one_message(vip_sla(command, "--workspace", small.root))
    assert place in message
    assert remedy in message
    line = next(n for n, line in enumerate(text.splitlines(), start=1) if right in line)
    assert f"{name}, line {line}:" in message or f"{name}, row {line}:" in message
    assert not small.landing.exists()


def test_all_mistakes_of_a_file_are_told_at_once(small: Workspace) -> None:
    text = small.config_file.read_text(encoding="utf-8")
    text = text.replace("as_of: now", "as_of: soon").replace("language: de", "language: fr")
    small.config_file.write_text(text, encoding="utf-8")
    said = vip_sla("check", "--workspace", small.root)
    one_message(said)
    assert len(said.err.splitlines()) == 2


def test_a_folder_of_exports_that_is_not_there(small: Workspace) -> None:
    (small.root / "exports" / "helpdesk").rename(small.root / "exports" / "desk")
    message = one_message(vip_sla("check", "--workspace", small.root))
    assert "source helpdesk" in message
    assert "create it, or correct `path` in vip-sla.yml" in message


def test_a_place_that_cannot_be_written_to(small: Workspace) -> None:
    small.warehouse.write_text("a file where a folder belongs")
    message = one_message(vip_sla("run", "--workspace", small.root))
    assert str(small.warehouse) in message


# check


def test_check_finds_nothing_to_say(small: Workspace) -> None:
    said = vip_sla("check", "--workspace", small.root)
    assert said.status == 0
    assert "All valid." in said.all
    assert "helpdesk/events.csv: 8 rows" in said.all


def test_check_changes_nothing(small: Workspace) -> None:
    before = sorted(small.root.rglob("*"))
    assert vip_sla("check", "--workspace", small.root).status == 0
    assert sorted(small.root.rglob("*")) == before


def test_check_tells_bad_rows_files_and_names(small: Workspace) -> None:
    export(small, "agents-[2].csv", "agent_id,tier\na2,second\na3,3\n")
    export(small, "agents-3.csv", "agent,tier\na2,2\n")
    export(small, "Ticketexport.csv", "ticket_id,customer_id\nT-9,K-1\n")
    said = vip_sla("check", "--workspace", small.root)
    assert said.status == 3
    assert "helpdesk/agents-[2].csv: 2 rows, 1 of them rejected" in said.all
    assert "helpdesk/agents-3.csv" in said.all
    assert "agent_id" in said.all
    assert "ignored: helpdesk/Ticketexport.csv" in said.all
    files = vip_sla("check", "--workspace", small.root, "--json").json
    assert files["ignored"] == ["helpdesk/Ticketexport.csv"]
    errors = {file["file"]: file["error"] for file in files["files"]}
    assert [name for name, error in errors.items() if error] == ["agents-3.csv"]


def pasted(said: Said) -> list[str]:
    """The lines that `check` prints to be pasted into register/customers.csv."""
    _, found, lines = said.out.partition("(add_on is vip for dedicated customers):\n")
    assert found
    return lines.splitlines()


def test_lines_to_paste_make_the_register_whole(small: Workspace) -> None:
    """Accounts without a row: with a name of many signs, without a name, one of a known customer,
    and two of one customer whom nobody knows."""
    export(
        small,
        "tickets-2.csv",
        "ticket_id,customer_id\nU-1,N-1\nU-2,N-1\nU-3,N-2\nU-4,A-1\nU-5,B-1\nU-6,B-2\nU-7,B-2\n",
    )
    export(
        small, "customers-2.csv", 'customer_id,name\nN-1,"Groß, ""Klein"" [& Co]; KG"\nB-2,Bee\n'
    )
    (small.register / "accounts.csv").write_text(
        "source,account_id,customer_id\nhelpdesk,A-1,K-1\nhelpdesk,B-1,K-9\nhelpdesk,B-2,K-9\n"
    )
    said = vip_sla("check", "--workspace", small.root)
    assert said.status == 3
    assert "4 accounts have tickets but no row in the register" in said.out
    lines = pasted(said)
    assert [next(csv.reader([line]))[:2] for line in lines] == [
        ["K-9", "Bee"],
        ["N-1", 'Groß, "Klein" [& Co]; KG'],
        ["N-2", ""],
    ]
    found = vip_sla("check", "--workspace", small.root, "--json").json["unregistered_accounts"]
    accounts = {row["account_id"]: (row["customer_id"], row["ticket_count"]) for row in found}
    assert accounts == {"N-1": ("N-1", 2), "N-2": ("N-2", 1), "B-1": ("K-9", 1), "B-2": ("K-9", 2)}

    with (small.register / "customers.csv").open("a", encoding="utf-8") as register:
        register.write("\n".join(lines) + "\n")
    after = vip_sla("check", "--workspace", small.root)
    assert after.status == 0, after.all
    assert vip_sla("check", "--workspace", small.root, "--json").json["unregistered_accounts"] == []


# init, sample, run: from nothing to figures


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As the README has it: a new workspace, made-up exports and their register."""
    root = tmp_path_factory.mktemp("acme") / "a [b] c"
    assert vip_sla("init", root).status == 0
    return root


@pytest.fixture(scope="module")
def sampled(acme: Path) -> Said:
    exports = acme / "exports" / "helpdesk"
    said = vip_sla("sample", "--tickets", 150, "--seed", 3, "--out", exports, "--json")
    for file in (exports / "register").iterdir():
        file.replace(acme / "register" / file.name)
    return said


@pytest.fixture(scope="module")
def ran(acme: Path, sampled: Said) -> Said:
    """A run by the command itself, in a process of its own."""
    environment = os.environ | {"VIP_SLA_WORKSPACE": str(acme)}
    return said_by(vip_sla_elsewhere("run", "--as-of", "latest", env=environment))


def test_sample_writes_exports_and_their_register(acme: Path, sampled: Said) -> None:
    assert sampled.status == 0
    assert sampled.json["tickets"] == 150
    names = {path.name for path in (acme / "exports" / "helpdesk").iterdir() if path.is_file()}
    assert names == {"tickets.csv", "events.csv", "agents.csv", "customers.csv"}
    assert (acme / "register" / "customers.csv").stat().st_size > 200


def test_sample_never_mixes_with_what_is_there(acme: Path, sampled: Said) -> None:
    exports = acme / "exports" / "helpdesk"
    before = (exports / "tickets.csv").read_bytes()
    message = one_message(vip_sla("sample", "--tickets", 5, "--out", exports))
    assert "choose an empty folder with --out" in message
    assert (exports / "tickets.csv").read_bytes() == before


def test_a_run_on_a_sample(acme: Path, ran: Said) -> None:
    assert ran.status in (0, 3), ran.all
    assert "Traceback" not in ran.err
    assert "Compliance of responses opened in October 2026" in ran.out
    snapshot = Workspace(acme).published.resolve()
    assert f"published: {snapshot}" in ran.all.replace(" /", " /")
    assert "4 new files" in ran.all
    assert "as of 2026-10-30" in ran.all
    (count,) = rows(snapshot, "select count(*) as n from fct_responses")
    assert count["n"] > 100
    assert (ran.status == 3) == ("to look at: " in ran.out)


def test_status_after_a_run(acme: Path, ran: Said) -> None:
    said = vip_sla("status", "--workspace", acme)
    assert said.status == ran.status
    assert "events" in said.out


def test_init_makes_a_workspace_that_is_valid(tmp_path: Path) -> None:
    said = vip_sla("init", tmp_path / "acme")
    assert said.status == 0
    assert f"vip-sla run --workspace {tmp_path / 'acme'}" in said.all
    assert vip_sla("check", "--workspace", tmp_path / "acme").status == 0


def test_init_refuses_a_folder_that_holds_something(small: Workspace) -> None:
    before = sorted(small.root.rglob("*"))
    message = one_message(vip_sla("init", small.root))
    assert f"{small.root}: is not empty; choose a new folder" in message
    assert sorted(small.root.rglob("*")) == before


def test_init_takes_an_empty_folder_and_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert vip_sla("init", tmp_path / "empty").status == 0
    (tmp_path / "file").touch()
    one_message(vip_sla("init", tmp_path / "file"))


def test_a_process_of_its_own_has_the_same_statuses() -> None:
    said = said_by(vip_sla_elsewhere("sql", "--workspace", "/nowhere/at/all"))
    assert said.status == 2
    assert "vip-sla init /nowhere/at/all" in said.all
