"""Whose a response is, and which rows of an export are one event, from files to findings."""

import csv
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import marts
from pipeline.running.rebuild import rebuild
from pipeline.running.run import run
from pipeline.workspace import Workspace, create_workspace
from tests.comparison import plain_rows, published
from tests.retelling import untold

REPORTS = Path(__file__).parents[3] / "shared" / "cases" / "reports"
CASES = ("company_moved", "ids_within_ticket", "split")
AS_OF = "2026-11-20T12:00:00+00:00"
Row = dict[str, Any]

needs_cases = pytest.mark.skipif(not REPORTS.exists(), reason=f"the cases are not at {REPORTS}")


def _source(name: str, kind: str = "generic") -> Row:
    return {"name": name, "kind": kind, "path": f"exports/{name}", "time_zone": "UTC"}


def _configure(root: Path, *sources: Row, customers: list[str]) -> Workspace:
    """A workspace in which each customer is covered since 2020, unless a date is told."""
    workspace = create_workspace(root)
    config = {"as_of": AS_OF, "language": "de", "sources": list(sources)}
    workspace.config_file.write_text(yaml.safe_dump(config), encoding="utf-8")
    path = workspace.register / "customers.csv"
    [header] = path.read_text(encoding="utf-8").splitlines()[:1]
    path.write_text("\n".join([header, *customers, ""]), encoding="utf-8")
    return workspace


def _covered(customer_id: str, since: str = "2020-01-01") -> str:
    return f"{customer_id},Firma {customer_id},All-Inclusive,vip,{since},,1000,de,"


def _findings(snapshot: Path) -> list[tuple[str, str, str, str]]:
    rows = plain_rows(marts.ask(snapshot, "select * from data_findings"))
    return [(row["kind"], row["source"], row["key"], row["message"]) for row in rows]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of one workspace in which each case is a source."""
    customers = [
        line
        for case in CASES
        for line in (REPORTS / case / "register" / "customers.csv").read_text().splitlines()[1:]
    ]
    workspace = _configure(
        tmp_path_factory.mktemp("cases") / "workspace",
        *map(_source, CASES),
        customers=customers,
    )
    for case in CASES:
        shutil.copytree(
            REPORTS / case / "exports" / case,
            workspace.root / "exports" / case,
            copy_function=shutil.copyfile,
        )
    return run(workspace).snapshot


@needs_cases
@pytest.mark.parametrize("case", CASES)
def test_the_case_is_judged_as_expected(cases: Path, case: str) -> None:
    rows = {
        row["response_id"]: row
        for row in published(cases, "fct_responses")
        if row["source"] == case
    }
    with (REPORTS / case / "expected.csv").open(newline="", encoding="utf-8") as file:
        expected = list(csv.DictReader(file))

    assert sorted(rows) == sorted(line["response_id"] for line in expected)
    for line in expected:
        row = rows[line["response_id"]]
        found = {name: _written(row[name]) for name in line}
        assert found == line


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return "" if value is None else str(value)


@needs_cases
def test_the_cases_give_the_findings_that_are_wanted(cases: Path) -> None:
    told = {(kind, source): message for kind, source, _, message in _findings(cases)}

    moved = told["account_moved", "company_moved"]
    assert moved.startswith("ticket T1 moved from K-09 to K-10 between two exports")
    assert "1 response of March 2026 stays behind" in moved
    several = told["event_id_on_several_tickets", "ids_within_ticket"]
    assert several.startswith("2 event ids stand on several tickets, e.g. 1 on tickets T1 and T4")
    assert "8 of 8 rows, events.csv" in several
    assert "C-2 on tickets C and D" in told["event_id_on_several_tickets", "split"]
    assert untold(told.values()) == []


# ------------------------------------------------------------------ a desk of our own

FEBRUARY, MAY, JUNE = (datetime(2026, month, 1, 12, tzinfo=UTC) for month in (2, 5, 6))
EVENTS = "event_id,ticket_id,occurred_at,kind,value,actor_kind,actor_id,updated_at\n"


def _write(workspace: Workspace, source: str, name: str, text: str, modified_at: datetime) -> None:
    path = workspace.root / "exports" / source / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (modified_at.timestamp(), modified_at.timestamp()))


def _talk(ticket_id: str, *months: int) -> str:
    return "".join(
        f"{month}a,{ticket_id},2026-{month:02}-10T09:00:00Z,message,,customer,c,\n"
        f"{month}b,{ticket_id},2026-{month:02}-10T09:10:00Z,message,,agent,anna,\n"
        for month in months
    )


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A generic desk and a LiveAgent, each exported in February, and in May."""
    workspace = _configure(
        tmp_path_factory.mktemp("own") / "workspace",
        _source("desk"),
        _source("la", "liveagent"),
        customers=[_covered("K-1"), _covered("K-2", "2026-06-01"), _covered("co1")],
    )
    tickets = "ticket_id,customer_id,severity,updated_at\n"
    _write(
        workspace,
        "desk",
        "tickets.csv",
        f"{tickets}untold,K-1,1,\nnamed,,1,2026-02-01T12:00:00Z\nback,K-1,1,\n",
        FEBRUARY,
    )
    _write(
        workspace,
        "desk",
        "tickets_2.csv",
        f"{tickets}untold,K-2,1,\nnamed,K-1,1,2026-05-01T12:00:00Z\n",
        MAY,
    )
    _write(
        workspace,
        "desk",
        "events.csv",
        EVENTS
        + _talk("untold", 3, 4, 7)
        + _talk("named", 3)
        + "x,named,2026-03-11T09:00:00Z,message,,customer,c,\n"
        + "y,named,2026-03-11T10:00:00Z,note,,agent,anna,\n",
        FEBRUARY,
    )
    _write(
        workspace,
        "desk",
        "events_2.csv",
        EVENTS
        + "x,named,2026-03-11T09:00:00Z,message,,customer,c,\n"
        + "y,named,2026-03-11T09:30:00Z,message,,agent,anna,\n",
        MAY,
    )
    _write(workspace, "desk", "agents.csv", "agent_id,name\nanna,Anna\n", FEBRUARY)
    contact = {"id": "c1", "company_id": "co1"}
    _write(workspace, "la", "contacts.json", json.dumps([contact]), FEBRUARY)
    _write(workspace, "la", "contacts_2.json", json.dumps([contact | {"company_id": "co2"}]), MAY)
    _write(workspace, "la", "companies.json", '[{"id": "co1", "name": "One"}, {"id": "co2"}]', MAY)
    _write(workspace, "la", "agents.json", '[{"id": "ag1", "name": "Anna"}]', FEBRUARY)
    _write(
        workspace,
        "la",
        "tickets.json",
        json.dumps(
            [
                {
                    "id": name,
                    "owner_contactid": "c1",
                    "status": "C",
                    "date_created": "2026-03-10 09:00:00",
                }
                for name in ("t1", "t2")
            ]
        ),
        FEBRUARY,
    )
    _write(
        workspace,
        "la",
        "messages.json",
        json.dumps(
            [
                {
                    "id": f"{name}{month}{kind}",
                    "ticket_id": name,
                    "type": kind,
                    "userid": writer,
                    "datecreated": f"2026-{month:02}-10 09:{minute}:00",
                }
                for name, months in (("t1", (3, 7)), ("t2", (4,)))
                for month in months
                for kind, writer, minute in (("3", "c1", "00"), ("4", "ag1", "20"))
            ]
        ),
        FEBRUARY,
    )
    return workspace


@pytest.fixture(scope="module")
def snapshot(workspace: Workspace) -> Path:
    return run(workspace).snapshot


def test_what_was_owed_before_the_move_stays_where_it_was(snapshot: Path) -> None:
    rows = {row["response_id"]: row for row in published(snapshot, "fct_responses")}

    assert {name: row["customer_id"] for name, row in rows.items()} == {
        "desk:untold:1": "K-1",
        "desk:untold:2": "K-1",
        "desk:untold:3": "K-2",
        "desk:named:1": "K-1",  # its first account is no move
        "desk:named:2": "K-1",
        "la:t1:1": "co1",
        "la:t1:2": "co2",
        "la:t2:1": "co1",
    }
    assert rows["desk:untold:1"]["exclusion_reason"] is None
    assert rows["desk:untold:3"]["exclusion_reason"] is None
    assert rows["la:t1:2"]["exclusion_reason"] == "not_covered"


def test_the_ticket_shows_its_present_customer(snapshot: Path) -> None:
    tickets = {row["ticket_id"]: row["customer_id"] for row in published(snapshot, "fct_tickets")}

    assert tickets == {"untold": "K-2", "named": "K-1", "back": "K-1", "t1": "co2", "t2": "co2"}


def test_each_move_is_a_finding_that_names_both_accounts(snapshot: Path) -> None:
    told = sorted(it for it in _findings(snapshot) if it[0] == "account_moved")

    assert untold(message for *_, message in _findings(snapshot)) == []
    assert [(source, key) for _, source, key, _ in told] == [("desk", "untold"), ("la", "t1")]
    assert told[0][3].startswith(
        "ticket untold moved from K-1 to K-2 between two exports (2026-05-01 12:00 UTC); "
        "2 responses of March 2026 to April 2026 stay behind with K-1"
    )
    assert told[1][3].startswith(
        "2 tickets, first t1, moved from co1 to co2 between two exports (2026-05-01 12:00 UTC); "
        "2 responses of March 2026 to April 2026 stay behind with co1"
    )


def test_a_row_that_tells_another_event_is_a_finding_of_its_file(snapshot: Path) -> None:
    told = [it for it in _findings(snapshot) if it[0] == "event_replaced"]

    [(_, source, file, message)] = told
    assert (source, file) == ("desk", "events.csv")
    assert message.startswith(
        "events.csv: 1 row was replaced by one with the same ticket and event id that tells "
        "another event, by time, kind or actor (event y of ticket named, 2026-03-11 10:00 UTC)"
    )


def test_rows_that_another_replaced_are_counted_by_file(snapshot: Path) -> None:
    files = {
        row["file"]: tuple(row[f"rows_{what}"] for what in ("read", "landed", "replaced"))
        for row in published(snapshot, "load_files")
        if row["source"] == "desk"
    }

    assert files == {
        "agents.csv": (1, 1, 0),
        "events.csv": (10, 10, 2),
        "events_2.csv": (2, 2, 0),
        "tickets.csv": (3, 3, 2),
        "tickets_2.csv": (2, 2, 0),
    }


def test_a_file_that_returns_to_former_content_moves_the_ticket_back(
    workspace: Workspace, snapshot: Path, tmp_path: Path
) -> None:
    first = marts.ask(snapshot, "select run_id from run_info")["run_id"][0]
    tickets = workspace.root / "exports" / "desk" / "tickets_2.csv"
    former = (workspace.root / "exports" / "desk" / "tickets.csv").read_text(encoding="utf-8")
    _write(workspace, "desk", tickets.name, former, JUNE)

    later = run(workspace).snapshot

    rows = {row["response_id"]: row["customer_id"] for row in published(later, "fct_responses")}
    assert [rows[f"desk:untold:{number}"] for number in (1, 2, 3)] == ["K-1", "K-1", "K-1"]
    untold = [it for it in _findings(later) if it[:3] == ("account_moved", "desk", "untold")]
    assert sorted(message.partition(";")[0] for *_, message in untold) == [
        "ticket untold moved from K-1 to K-2 between two exports (2026-05-01 12:00 UTC)",
        "ticket untold moved from K-2 to K-1 between two exports (2026-06-01 12:00 UTC)",
    ]
    # The run before can be made again as it was.
    again = published(rebuild(workspace, first, tmp_path), "fct_responses")
    assert again == published(snapshot, "fct_responses")
