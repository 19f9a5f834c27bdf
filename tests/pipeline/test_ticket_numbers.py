"""The number that people call a ticket by: landed, shown and found; and its address."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from pipeline import marts
from pipeline.landing.manifests import read_manifest
from pipeline.marts import EVERYBODY, Scope
from pipeline.reports.write import Order, write_report
from pipeline.running.run import run
from pipeline.running.warehouse import Run, create_build_file
from pipeline.workspace import Workspace
from tests.pipeline.command_line import one_message, vip_sla
from tests.pipeline.numbered_desk import ODD_ID, numbered_workspace
from tests.pipeline.small_desk import copy_of, rows

MARCH = date(2026, 3, 1)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = numbered_workspace(tmp_path_factory.mktemp("numbers") / "desk")
    run(workspace)
    yield workspace


@pytest.fixture(scope="module")
def snapshot(workspace: Workspace) -> Path:
    return marts.newest_snapshot(workspace)


def test_numbers_and_addresses_are_published(snapshot: Path) -> None:
    found = {
        row["ticket_id"]: (row["code"], row["url"])
        for row in rows(snapshot, "select ticket_id, code, url from fct_tickets")
    }
    assert found == {
        "t1": ("QT-1", "https://desk.example/one"),
        "t2": ("SAME-7", "javascript:alert(1)"),
        "t3": ("t3", None),
        "t4": ("t1b", None),
        "t1b": ("QT-9", None),
        ODD_ID: ("SAME-7", f"https://branch.example/#/t/{quote(ODD_ID, safe='')}?n=SAME-7"),
        "b3": ("b3", None),  # its address wants a number, and it has none
    }


@pytest.mark.parametrize(
    ("key", "tickets"),
    [
        ("QT-1", ["t1"]),
        ("  qt-1\t", ["t1"]),
        ("helpdesk:QT-1", ["t1"]),
        ("HELPDESK:qt-1", ["t1"]),
        ("t1", ["t1"]),
        ("T1", ["t1"]),
        ("helpdesk:t1:1", ["t1"]),
        ("t3", ["t3"]),
        (ODD_ID, [ODD_ID]),
        ("SAME-7", [ODD_ID, "t2"]),
        ("same-7", [ODD_ID, "t2"]),
        ("branch:same-7", [ODD_ID]),
        ("t1b", ["t1b", "t4"]),  # one's id, another's number
        ("helpdesk:t1b", ["t1b"]),  # as addresses name them, which must mean one
        ("QT-10", []),
        ("", []),
        ("%", []),
    ],
)
def test_what_a_number_or_an_id_means(snapshot: Path, key: str, tickets: list[str]) -> None:
    found = marts.response_keys(EVERYBODY, snapshot, key)
    assert found["ticket_id"].tolist() == tickets


def test_a_number_means_nobody_else_s_ticket(snapshot: Path) -> None:
    own = Scope(frozenset({"K-1"}))
    assert marts.response_keys(own, snapshot, "SAME-7")["ticket_id"].tolist() == ["t2"]
    assert marts.response_keys(own, snapshot, "branch:SAME-7").empty


def test_explain_by_number_prints_it_and_the_address(workspace: Workspace) -> None:
    said = vip_sla("explain", "qt-1", "--workspace", workspace.root)
    assert said.status == 0
    title, *_ = said.out.splitlines()
    assert title.endswith("QT-1 · Offline")
    assert "https://desk.example/one" in said.out
    [told] = vip_sla("explain", "t1", "--workspace", workspace.root, "--json").json
    assert told["response"]["code"] == "QT-1"
    assert told["response"]["response_id"] == "helpdesk:t1:1"


def test_explain_says_so_where_a_number_means_several_tickets(workspace: Workspace) -> None:
    said = vip_sla("explain", "SAME-7", "--workspace", workspace.root)
    assert said.status == 0
    assert "'SAME-7' means 2 tickets" in said.err
    assert f"branch:{ODD_ID} (SAME-7, Zweite AG)" in said.err
    assert "helpdesk:t2 (SAME-7, Erste GmbH)" in said.err
    assert said.out.count("SAME-7 · ") == 2
    told = vip_sla("explain", "SAME-7", "--workspace", workspace.root, "--json").json
    assert len(told) == 2
    assert "by its number or id" in one_message(
        vip_sla("explain", "QT-10", "--workspace", workspace.root)
    )


def test_a_report_calls_tickets_by_their_numbers(workspace: Workspace, snapshot: Path) -> None:
    write_report(workspace, Order(snapshot, MARCH, "K-1", ("html", "xlsx", "json")))
    folder = workspace.reports / "2026-03" / "K-1"
    [page] = folder.glob("*.html")
    shown = page.read_text(encoding="utf-8")
    assert '<a href="https://desk.example/one"' in shown
    assert "QT-1 · " in shown
    assert "javascript:" not in shown
    assert "t1 · " not in shown

    [data] = folder.glob("*.json")
    cases = json.loads(data.read_text(encoding="utf-8"))["cases"]
    assert {case["ticket_id"]: case["code"] for case in cases}["t1"] == "QT-1"
    assert cases[0]["response_id"] == "helpdesk:t1:1"

    [book] = folder.glob("*.xlsx")
    sheet = openpyxl.load_workbook(book)["Verspätete Antworten"]
    head, first, *_ = sheet.iter_rows(values_only=True)
    assert (head[0], first[0], first[1]) == ("Ticketnummer", "QT-1", "Offline")
    assert "helpdesk:t1:1" in first[-2:]  # the very last is why


def test_what_a_former_version_landed_is_read_all_the_same(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Its manifests name no table of addresses, and its tickets have no column for numbers."""
    former = copy_of(workspace, tmp_path / "former")
    [manifest] = former.manifests.glob("*.json")
    read = read_manifest(former, manifest.stem)
    for file in former.landing.glob("*/tickets/*.parquet"):
        table = pq.read_table(file).drop_columns(["code"])
        file.unlink()
        pq.write_table(table, file)
    tables = [table for table in read.tables if table.name != "source_ticket_urls"]
    build_file = tmp_path / "build.duckdb"

    create_build_file(former, build_file, read.files, tables, Run.from_settings(read.settings))

    with duckdb.connect(str(build_file)) as connection:
        tickets = connection.execute(
            "select count(*), count(code), count(subject) from landing.generic_tickets"
        ).fetchall()
        addresses = connection.execute(
            "select count(*) from landing.policy_source_ticket_urls"
        ).fetchall()
    assert tickets == [(7, 0, 7)]
    assert addresses == [(0,)]
