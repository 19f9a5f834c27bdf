"""`vip-sla export`: what is in the files is what is in the marts."""

import io
import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from stat import S_IMODE

import duckdb
import openpyxl
import pandas as pd
import pytest
import streamlit as st

from dashboards.components.take_away import take_away
from dashboards.view import View
from dashboards.wording import wording
from pipeline import marts
from pipeline.errors import VipSlaError
from pipeline.exporting import files, pages
from pipeline.exporting.files import save
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.periods import containing
from pipeline.marts.provenance import run_of
from pipeline.workspace import Workspace
from tests.pipeline.command_line import Said, vip_sla
from tests.pipeline.mail.moved import Moved

SEPTEMBER = date(2026, 9, 1)
PARTS = ("--customer", "K-1001", "--month", "2026-09")


@pytest.fixture(scope="module")
def desk(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo, a subject of which looks like a formula."""
    moved = Moved.copy_of(demo_workspace, tmp_path_factory.mktemp("export") / "demo")
    moved.change(
        "update marts.fct_tickets set subject = '=1+1' where (source, ticket_id) in "
        "(select (source, ticket_id) from marts.fct_responses)"
    )
    return moved.workspace


def export(desk: Workspace, to: Path, *options: str) -> Said:
    said = vip_sla("export", *options, "--to", to, "--workspace", desk.root)
    assert said.status == 0, said.all
    return said


def differing(desk: Workspace, mart: str, file: Path) -> int:
    """Rows that only one of a mart and a Parquet file has, their types compared too."""
    with duckdb.connect(str(marts.newest_snapshot(desk)), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        kinds = [
            connection.execute(f"describe {each}").fetchall()
            for each in (f"select * from marts.{mart}", f"select * from '{file}'")
        ]
        assert [row[:2] for row in kinds[0]] == [row[:2] for row in kinds[1]]
        (count,) = connection.execute(
            f"select count(*) from ((from marts.{mart} except all from '{file}') union all "
            f"(from '{file}' except all from marts.{mart}))"
        ).fetchone() or (None,)
        return int(count or 0)


def test_parquet_is_the_mart_with_its_types(desk: Workspace, tmp_path: Path) -> None:
    for mart in ("fct_responses", "dim_coverage_periods", "compliance_monthly"):
        export(desk, tmp_path / f"{mart}.parquet", mart, "--format", "parquet")
        assert differing(desk, mart, tmp_path / f"{mart}.parquet") == 0


def test_csv_is_the_mart_and_no_formula(desk: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "tickets.csv"
    export(desk, file, "fct_tickets", "--format", "csv")
    read = pd.read_csv(file, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    mart = marts.whole_table(EVERYBODY, marts.newest_snapshot(desk), "fct_tickets")
    assert read["ticket_id"].tolist() == mart["ticket_id"].tolist()
    assert [each.removeprefix("'") for each in read["subject"]] == mart["subject"].tolist()
    assert "'=1+1" in set(read["subject"])
    assert "=1+1" not in set(read["subject"])


def test_a_page_s_question_as_a_workbook(desk: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "late.xlsx"
    export(desk, file, "customer.late", *PARTS, "--lang", "de")
    late = marts.late_responses(
        EVERYBODY, marts.newest_snapshot(desk), containing(SEPTEMBER, "month"), "K-1001"
    )
    assert len(late) == 1
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["Verspätet", "Datenstand"]
    heads, row = [[cell.value for cell in line] for line in book["Verspätet"].iter_rows()]
    values = dict(zip(heads, row, strict=True))
    mart = late.iloc[0]
    assert heads[:2] == ["Ticketnummer", "Betreff"]
    assert (values["Ticketnummer"], values["Betreff"]) == (mart["code"], mart["subject"])
    assert values["Antwort-ID"] == mart["response_id"]
    assert values["Gezählte Zeit"].total_seconds() == mart["elapsed_seconds"]
    opened = mart["opened_at"].tz_convert("Europe/Berlin").tz_localize(None)
    assert values["Eingang (Europe/Berlin)"] == opened.floor("s")
    assert book["Verspätet"]["B2"].data_type == "s"


def test_months_are_dates_and_shares_numbers(desk: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "months.xlsx"
    export(desk, file, "customer.months", *PARTS, "--lang", "en")
    sheet = openpyxl.load_workbook(file)["Months"]
    heads = [cell.value for cell in sheet[1]]
    month, share = heads.index("Month"), heads.index("On time")
    counts = marts.monthly_counts(EVERYBODY, marts.newest_snapshot(desk), "K-1001")
    for mart, cells in zip(counts.to_dict("records"), sheet.iter_rows(min_row=2), strict=True):
        assert cells[month].value == mart["opened_month"]
        assert cells[month].number_format == "mmm yyyy"
        whole = mart["met_count"] + mart["breached_count"]
        cut = mart["met_count"] * 1000 // whole / 1000 if whole >= 10 else None
        assert cells[share].value == cut
        assert cut is None or cells[share].number_format == "0.0%"


@pytest.mark.parametrize("language", ["de", "en"])
def test_page_and_command_line_give_the_same_workbook(
    desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    offered: dict[str, Callable[[], bytes]] = {}

    def offer(_: str, make: Callable[[], bytes], name: str, *__: object, **___: object) -> None:
        offered[name] = make

    for quiet in ("caption", "code"):
        monkeypatch.setattr(st, quiet, lambda *_, **__: None)
    monkeypatch.setattr(st, "popover", lambda *_, **__: nullcontext())
    monkeypatch.setattr(st, "tabs", lambda names: [nullcontext() for _ in names])
    monkeypatch.setattr(st, "download_button", offer)
    monkeypatch.setenv("VIP_SLA_WORKSPACE", str(desk.root))
    snapshot = marts.newest_snapshot(desk)
    shown = View(EVERYBODY, snapshot, run_of(snapshot), wording(language))  # type: ignore[arg-type]
    of_month = containing(SEPTEMBER, "month")
    take_away(shown, "x", pages.customer("K-1001", of_month, SEPTEMBER, of_month.before()))
    export(desk, tmp_path / "page.xlsx", "customer", *PARTS, "--lang", language)
    (from_page,) = [make for name, make in offered.items() if name.endswith(".xlsx")]
    assert from_page() == (tmp_path / "page.xlsx").read_bytes()
    export(desk, tmp_path, "customer", *PARTS, "--format", "csv")
    (late,) = [make for name, make in offered.items() if name.endswith("_late.csv")]
    assert late() == (tmp_path / "late.csv").read_bytes()


def test_every_published_table_into_a_folder(desk: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    said = export(desk, folder, "--format", "parquet", "--json")
    written = [Path(each) for each in json.loads(said.out)["files"]]
    tables = set(marts.tables(marts.newest_snapshot(desk))["table"])
    assert {each.stem for each in written} == tables
    assert {S_IMODE(each.stat().st_mode) for each in written} == {0o640}
    assert sorted(folder.iterdir()) == sorted(written)  # nothing is left beside them


def test_one_table_that_is_too_long_costs_no_other(
    desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.spreadsheets.MOST_ROWS", 10)
    wanted = ("--format", "xlsx", "--to", tmp_path, "--workspace", desk.root)
    said = vip_sla("export", *wanted)
    assert said.status == 3
    assert "fct_responses" in said.err
    assert (tmp_path / "dim_severities.xlsx").exists()
    assert not (tmp_path / "fct_responses.xlsx").exists()


def test_filters_of_a_table(desk: Workspace) -> None:
    snapshot = marts.newest_snapshot(desk)
    found = marts.whole_table(EVERYBODY, snapshot, "compliance_monthly", "K-1001", SEPTEMBER)
    assert set(found["customer_id"]) == {"K-1001"}
    assert found.iloc[:, :].shape[0] > 1
    other = Scope(frozenset({"K-1002"}))
    assert marts.whole_table(other, snapshot, "compliance_monthly", "K-1001").empty
    for wrong in (
        lambda: marts.whole_table(EVERYBODY, snapshot, "dim_severities", "K-1001"),
        lambda: marts.whole_table(EVERYBODY, snapshot, "dim_customers", month=SEPTEMBER),
        lambda: marts.whole_table(other, snapshot, "load_files"),
        lambda: marts.whole_table(EVERYBODY, snapshot, "secrets; drop table x"),
    ):
        with pytest.raises(VipSlaError):
            wrong()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("nothing",), "neither a page"),
        (("customer",), "--customer"),
        (("customer.nothing", *PARTS), "has no question"),
        (("customer", "--customer", "K-9999"), "no customer 'K-9999'"),
        (("--format", "docx"), "is no format"),
        (("late", "--month", "soon"), "is not a month"),
        (("late", "--month", "1899-12"), "no report is about such a month"),
        (("--format", "pptx"), "--customer"),
        (("overview", "--format", "pptx", *PARTS), "leave this out"),
        (("--format", "csv", "--to", "one.csv"), "name a folder"),
    ],
    ids=str,
)
def test_wrong_usage(desk: Workspace, tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    to = () if "--to" in options else ("--to", str(tmp_path / "x"))
    said = vip_sla("export", *options, *to, "--workspace", desk.root)
    assert said.status == 2
    assert words in " ".join(said.all.split())


def test_a_write_that_fails_leaves_the_earlier_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "x.csv"
    save(b"earlier", place)

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(files, "publish", full)
    with pytest.raises(OSError, match="No space"):
        save(b"later", place)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"earlier"]


def test_an_empty_answer_is_a_sheet_with_headings(desk: Workspace) -> None:
    snapshot = marts.newest_snapshot(desk)
    frame = marts.late_responses(
        EVERYBODY, snapshot, containing(date(2024, 1, 1), "month"), "K-1001"
    )
    content = files.one_file(frame, "late", "xlsx", snapshot, run_of(snapshot), "en")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Late"]
    assert (sheet.max_row, sheet["A1"].value) == (1, "Ticket number")
