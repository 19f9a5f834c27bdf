"""Report files: where they lie, whole or not at all, untouched where nothing changed."""

from datetime import date
from pathlib import Path

import pytest
from made_up import MONTH, customer_report, portfolio_report

from pipeline import marts
from pipeline.errors import ReportError
from pipeline.reports import write
from pipeline.reports.render import file_safe
from pipeline.reports.write import FEW, Order, write_files, write_report, write_reports
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

    monkeypatch.setattr(write, "publish", broken)
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


def test_many_are_written_by_several_processes(demo_workspace: Workspace, tmp_path: Path) -> None:
    snapshot = marts.newest_snapshot(demo_workspace)
    customers = [f"K-10{number:02}" for number in range(1, FEW + 2)]
    orders = [Order(snapshot, MONTH, customer, ("json", "pdf")) for customer in customers]
    told: list[str | None] = []
    written = write_reports(
        Workspace(tmp_path), orders, lambda order: told.append(order.customer_id)
    )
    assert sorted(map(str, told)) == customers
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
