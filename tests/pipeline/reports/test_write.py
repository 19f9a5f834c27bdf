"""Report files: where they lie, whole or not at all, untouched where nothing changed."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import MONTH, customer_report, portfolio_report

from pipeline import atomic, marts
from pipeline.errors import ReportError
from pipeline.reports.render import LONGEST_NAME, file_safe
from pipeline.reports.write import FEW, Order, Written, write_files, write_report, write_reports
from pipeline.workspace import Workspace


def test_files_lie_by_month_and_customer(tmp_path: Path) -> None:
    written = write_files(Workspace(tmp_path), customer_report(), ("html", "json"))
    assert [str(file.relative_to(tmp_path)) for file in written] == [
        "reports/2026-09/K-1/vip-sla-2026-09-K-1.de.html",
        "reports/2026-09/K-1/vip-sla-2026-09-K-1.json",
    ]
    [portfolio] = write_files(Workspace(tmp_path), portfolio_report(), ("json",), "en")
    assert portfolio.parent == tmp_path / "reports" / "2026-09" / "portfolio"


def test_unchanged_files_are_left_alone(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    first = write_files(workspace, customer_report())
    before = [file.stat().st_mtime_ns for file in first]
    assert write_files(workspace, customer_report()) == first
    assert [file.stat().st_mtime_ns for file in first] == before
    write_files(workspace, customer_report(customer_name="Anders"))
    assert [file.stat().st_mtime_ns for file in first] != before


def test_what_fails_leaves_the_old_file_and_no_half_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [file] = write_files(Workspace(tmp_path), customer_report(), ("json",))
    before = file.read_bytes()

    def broken(aside: Path, final: Path) -> None:
        raise OSError(28, "No space left on device", str(aside))

    monkeypatch.setattr(atomic, "publish", broken)
    with pytest.raises(OSError, match="No space"):
        write_files(Workspace(tmp_path), customer_report(customer_name="Anders"), ("json",))
    assert file.read_bytes() == before
    assert [each.name for each in file.parent.iterdir() if not each.name.startswith(".")] == [
        file.name
    ]


@pytest.mark.parametrize("customer_id", ["../../etc", "a/b", "portfolio", ".hidden", "a b", "ü"])
def test_no_customer_writes_elsewhere(tmp_path: Path, customer_id: str) -> None:
    [file] = write_files(Workspace(tmp_path), customer_report(customer_id=customer_id), ("json",))
    assert file.parent.parent == tmp_path / "reports" / "2026-09"
    assert not file.parent.name.startswith(".")
    assert file.parent.name != "portfolio"


def test_different_ids_get_different_files() -> None:
    names = [file_safe(customer_id) for customer_id in ("a/b", "a_b", "a b", "a:b")]
    assert len(set(names)) == len(names)
    assert file_safe("K-1001") == "K-1001"


NAMES = st.text(
    alphabet=st.one_of(st.sampled_from("Kk-_./\\ ~:é\u0301ßüAa01"), st.characters()),
    min_size=1,
    max_size=300,
)


@given(NAMES)
def test_a_name_is_short_and_takes_no_way_of_its_own(customer_id: str) -> None:
    name = file_safe(customer_id)
    assert len(name) <= LONGEST_NAME + 13
    # beside month, revision, language, suffix, and a mark that it is not whole yet
    assert len(f".vip-sla-2026-10-{name}-r99.de.xlsx.aside".encode()) <= 255
    assert re.fullmatch(r"[\w-][\w.-]*(~[0-9a-f]{12})?", name)
    assert not name.endswith(".")
    assert name.casefold() != "portfolio"
    assert file_safe(name) != name or name == customer_id


@given(st.sets(NAMES, min_size=2, max_size=6))
def test_two_ids_never_share_a_name(customer_ids: set[str]) -> None:
    assert len({file_safe(each) for each in customer_ids}) == len(customer_ids)


def test_long_ids_that_begin_alike_are_told_apart() -> None:
    names = [file_safe("A" * 300), file_safe("A" * 299), file_safe("A" * 60), file_safe("Ü" * 300)]
    assert len(set(names)) == 4
    assert names[0].startswith("A" * 60)
    assert file_safe("CON") != "CON"
    assert file_safe("550e8400-e29b-41d4-a716-446655440000").endswith("440000")


def test_disks_that_know_no_capital_letters(tmp_path: Path) -> None:
    ids = ("k-1", "K-1", "K-2", "straße", "STRASSE")
    folders = [
        write_files(Workspace(tmp_path), customer_report(customer_id=each), ("json",), None, ids)[
            0
        ].parent.name
        for each in ids
    ]
    assert len({each.casefold() for each in folders}) == len(ids)
    assert folders[2] == "K-2"
    assert [each[:3] for each in folders[:2]] == ["k-1", "K-1"]


def test_many_are_written_by_several_processes(demo_workspace: Workspace, tmp_path: Path) -> None:
    """One that fails is named, and the others are made."""
    snapshot = marts.newest_snapshot(demo_workspace)
    customers = [f"K-10{number:02}" for number in range(1, FEW + 1)]
    orders = [Order(snapshot, MONTH, each, ("json", "pdf")) for each in (*customers, "nobody")]
    told: list[str | None] = []
    everything = write_reports(
        Workspace(tmp_path), orders, lambda order: told.append(order.customer_id)
    )
    assert sorted(map(str, told)) == [*customers, "nobody"]
    assert_nobody_failed(everything)
    written = everything.files
    assert [file.parent.name for file in written] == [each for each in customers for _ in range(2)]
    [alone] = write_report(
        Workspace(tmp_path / "alone"), Order(snapshot, MONTH, "K-1003", ("pdf",))
    )
    same = next(file for file in written if file.name == alone.name)
    assert same.read_bytes() == alone.read_bytes()


def test_a_report_that_cannot_be_made_is_told(demo_workspace: Workspace, tmp_path: Path) -> None:
    snapshot = marts.newest_snapshot(demo_workspace)
    with pytest.raises(ReportError, match="no customer 'nobody'"):
        write_report(Workspace(tmp_path), Order(snapshot, date(2026, 9, 1), "nobody"))


class UnheardOfError(Exception):
    """What nobody foresaw."""


def test_one_that_fails_is_named_and_the_others_are_made(
    demo_workspace: Workspace, tmp_path: Path
) -> None:
    snapshot = marts.newest_snapshot(demo_workspace)
    ids = ["K-1001", "K-1002"]
    orders = [Order(snapshot, MONTH, each, ("json",)) for each in (*ids, "nobody")]
    written = write_reports(Workspace(tmp_path), orders)
    assert [file.parent.name for file in written.files] == ids
    assert_nobody_failed(written)


def assert_nobody_failed(written: Written) -> None:
    """The report on a customer called nobody, and no other."""
    ((name, error),) = [(each.name, each.error) for each in written.failed]
    assert name == f"nobody, {MONTH:%Y-%m}"
    assert isinstance(error, ReportError)


def test_of_one_that_fails_halfway_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> bytes:
        raise UnheardOfError

    monkeypatch.setattr("pipeline.reports.render.xlsx_bytes", broken)
    with pytest.raises(UnheardOfError):
        write_files(Workspace(tmp_path), customer_report())
    assert not (tmp_path / "reports").exists()


def test_no_space_fails_all_of_them(
    demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic, "publish", full)
    orders = [
        Order(marts.newest_snapshot(demo_workspace), MONTH, each, ("json",))
        for each in ("K-1001", "K-1002")
    ]
    with pytest.raises(OSError, match="No space"):
        write_reports(Workspace(tmp_path), orders)
