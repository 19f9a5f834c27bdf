"""`vip-sla check`, and how mistakes in settings are told."""

import csv
from pathlib import Path

import pytest

from pipeline.workspace import Workspace
from tests.pipeline.command_line import Said, one_message, vip_sla
from tests.pipeline.small_desk import export, small_workspace


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """Four tickets and their customers, never run; as of the newest event."""
    workspace = small_workspace(tmp_path / "acme")
    text = workspace.config_file.read_text(encoding="utf-8")
    workspace.config_file.write_text(text.replace("as_of: now", "as_of: latest"))
    return workspace


MISTAKES = {
    "a key": (
        "vip-sla.yml",
        "as_of: latest",
        "as_off: latest",
        "vip-sla.yml, line 8: as_off:",
        "'as_of'",
    ),
    "a kind": ("vip-sla.yml", "kind: generic", "kind: zendesque", "sources[0].kind", "zendesk"),
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
    text = text.replace("as_of: latest", "as_of: soon").replace("language: de", "language: fr")
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
    export(small, "agents-[b].csv", "agent_id,tier\na2,second\na3,3\n")
    export(small, "agents-3.csv", "agent,tier\na2,2\n")
    export(small, "Ticketexport.csv", "ticket_id,customer_id\nT-9,K-1\n")
    said = vip_sla("check", "--workspace", small.root)
    assert said.status == 3
    assert "helpdesk/agents-[b].csv: 2 rows, 1 of them rejected" in said.all
    assert "helpdesk/agents-3.csv" in said.all
    assert "agent_id" in said.all
    assert "ignored: helpdesk/Ticketexport.csv" in said.all
    files = vip_sla("check", "--workspace", small.root, "--json").json
    assert files["ignored"] == ["helpdesk/Ticketexport.csv"]
    errors = {file["file"]: file["error"] for file in files["files"]}
    assert [name for name, error in errors.items() if error] == ["agents-3.csv"]


def test_check_tells_files_of_a_right_name_that_are_not_read(small: Workspace) -> None:
    export(small, "tickets_march.xlsx", b"PK")
    said = vip_sla("check", "--workspace", small.root)
    assert said.status == 3
    assert "helpdesk/tickets_march.xlsx is named like an export of tickets" in said.out
    assert "save it as CSV" in said.out


def test_check_tells_what_maps_to_nothing(small: Workspace) -> None:
    text = small.config_file.read_text(encoding="utf-8")
    settings = (
        "    severity: [{field: severity, value: Hoch, level: 2}]\n"
        "    values: {status: {Done: resolved}}\n"
        "    time_zone: UTC"
    )
    small.config_file.write_text(text.replace("    time_zone: UTC", settings, 1))
    export(small, "tickets-2.csv", "ticket_id,customer_id,severity,status\nU-1,K-1,Egal,Neu\n")
    export(
        small,
        "events-2.csv",
        "event_id,ticket_id,occurred_at,kind,value,actor_kind\n"
        "f1,T-1,2026-03-05T09:00Z,status,done,agent\n"
        "f2,T-1,2026-03-05T09:10Z,status,Wartet,agent\n"
        "f3,T-1,05.03.2026,note,,agent\n",
    )
    said = vip_sla("check", "--workspace", small.root)
    assert said.status == 3
    assert 'helpdesk tickets: 1 row with a severity that no rule knows: "Egal" (1)' in said.out
    assert 'helpdesk tickets: 1 row with a status that is none of ours: "neu" (1)' in said.out
    assert 'helpdesk events: 1 row rejected, as value "Wartet" is not known' in said.out
    assert 'helpdesk events: 1 row rejected, as occurred_at "05.03.2026" is not a time' in said.out
    told = vip_sla("check", "--workspace", small.root, "--json").json
    assert {(it["entity"], it["row_count"]) for it in told["not_mapped"]} == {
        ("tickets", 1),
        ("events", 1),
    }
    assert [len(it["rows"]) for it in told["mapped_rows"]] == [5, 9, 1, 3]


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
        "ticket_id,customer_id,severity\nU-1,N-1,3\nU-2,N-1,3\nU-3,N-2,3\nU-4,A-1,3\nU-5,B-1,3\n"
        "U-6,B-2,3\nU-7,B-2,3\n",
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


def test_rows_of_accounts_are_written(small: Workspace) -> None:
    """Into the empty file as it is; into a copy beside where somebody wrote rows already."""
    register = small.register / "customers.csv"
    rows = register.read_text(encoding="utf-8")
    register.write_text(
        "customer_id;add_on;name;plan;valid_from;valid_until;monthly_fee_eur;language;report_to\n",
        encoding="utf-8",
    )
    said = vip_sla("check", "--workspace", small.root, "--write")
    assert said.status == 3
    assert f"written: {register}, with a row for each of 3 accounts" in said.all
    assert register.read_text(encoding="utf-8").splitlines()[1:] == [
        "K-2;;Zweite;;2000-01-01;;;de;",
        "K-1;;Erste;;2000-01-01;;;de;",
        "K-3;;Dritte;;2000-01-01;;;de;",
    ]
    assert vip_sla("check", "--workspace", small.root, "--json").json["unregistered_accounts"] == []

    register.write_text(rows.replace("K-3,", "K-9,"), encoding="utf-8")
    before = register.read_bytes()
    told = vip_sla("check", "--workspace", small.root, "--write", "--json").json
    beside = small.register / "customers.new.csv"
    assert told["written"] == str(beside)
    assert register.read_bytes() == before
    assert beside.read_text(encoding="utf-8") == (
        rows.replace("K-3,", "K-9,") + "K-3,Dritte,,,2000-01-01,,,de,\n"
    )
    message = one_message(vip_sla("check", "--workspace", small.root, "--write"))
    assert f"{beside}: is there from an earlier call" in message


GERMAN_HEADER = (
    "customer_id;name;note;plan;add_on;valid_from;valid_until;monthly_fee_eur;language;report_to"
)


@pytest.mark.parametrize(
    "header",
    [
        GERMAN_HEADER,
        GERMAN_HEADER.replace(";", "\t"),
        'language,Valid_From,valid_until,plan,report_to,monthly_fee_eur,name,"customer_id",add_on',
        f"\n{GERMAN_HEADER}",
        f" \n;;;;;;;;;\n{GERMAN_HEADER};;",
        f"\ufeff{GERMAN_HEADER}",
        f"\ufeff\r\n{GERMAN_HEADER}\r\n",
    ],
)
def test_rows_are_written_as_the_register_is(small: Workspace, header: str) -> None:
    """Printed or written: the same lines, below whatever header and blank lines are there."""
    for name in ("events", "agents"):  # which say nothing about accounts
        (small.root / "exports" / "helpdesk" / f"{name}.csv").unlink()
    register = small.register / "customers.csv"
    register.write_bytes(f"{header}\n".encode())
    lines = pasted(vip_sla("check", "--workspace", small.root))
    assert len(lines) == 3
    assert vip_sla("check", "--workspace", small.root, "--write").status == 3
    written = register.read_bytes().decode()
    assert written.startswith(header)
    assert written.splitlines()[-3:] == lines
    assert vip_sla("check", "--workspace", small.root, "--json").json["unregistered_accounts"] == []
    register.write_bytes("\n".join([header, *lines]).encode())
    assert vip_sla("check", "--workspace", small.root, "--json").json["unregistered_accounts"] == []
