"""`vip-sla report`: which files it writes, and how it is used wrongly."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline import marts
from pipeline.reports import write
from pipeline.workspace import Workspace
from tests.pipeline.command_line import one_message, vip_sla
from tests.pipeline.mail.moved import Moved


@pytest.fixture
def desk(demo_workspace: Workspace, tmp_path: Path) -> Workspace:
    """The demo's snapshot in a workspace of its own, into which reports may be written."""
    copy = Workspace(tmp_path / "desk")
    copy.snapshots.mkdir(parents=True)
    snapshot = marts.newest_snapshot(demo_workspace)
    copy.published.symlink_to(snapshot)
    shutil.copy(demo_workspace.config_file, copy.config_file)
    return copy


def only(demo: Workspace, folder: Path, *customer_ids: str) -> Workspace:
    """The demo, in which nobody else was ever covered."""
    moved = Moved.copy_of(demo, folder / "desk")
    moved.only(*customer_ids)
    return moved.workspace


def test_one_customer_in_the_language_asked_for(desk: Workspace) -> None:
    said = vip_sla(
        *("report", "--workspace", desk.root, "--month", "2026-09", "--customer", "K-1003"),
        *("--format", "json,html", "--lang", "en"),
    )
    assert said.status == 0
    folder = desk.reports / "2026-09" / "K-1003"
    assert sorted(file.name for file in folder.iterdir()) == [
        "vip-sla-2026-09-K-1003.en.html",
        "vip-sla-2026-09-K-1003.json",
    ]
    assert "1 report on September 2026, 2 files in" in said.all


def test_everybody_in_the_last_full_month_by_default(
    demo_workspace: Workspace, tmp_path: Path
) -> None:
    desk = only(demo_workspace, tmp_path, "K-1001", "K-1002", "K-1003", "K-1010", "K-1013")
    said = vip_sla("report", "--workspace", desk.root, "--format", "json", "--json")
    assert said.status == 0
    files = [Path(file) for file in said.json]
    assert all(file.exists() for file in files)
    about = {file.parent.name for file in files}
    # K-1010 has no cover in September 2026
    assert about == {"K-1001", "K-1002", "K-1003", "K-1013", "portfolio"}
    assert len(files) > write.FEW  # by several processes
    content = json.loads(files[0].read_text(encoding="utf-8"))
    assert content["period"]["month"] == "2026-09-01"


def test_the_language_is_the_customers_own(desk: Workspace) -> None:
    for customer, language in (("K-1013", "en"), ("K-1001", "de")):
        vip_sla(
            *("report", "--workspace", desk.root, "--month", "2026-09"),
            *("--customer", customer, "--format", "html"),
        )
        assert (
            desk.reports / "2026-09" / customer / f"vip-sla-2026-09-{customer}.{language}.html"
        ).exists()


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--month", "September"), "'September' is not a month"),
        (("--format", "pdf,docx"), "'docx' is no format"),
        (("--lang", "fr"), "--lang"),
        (("--customer", "K-9"), "no customer 'K-9' with dedicated support"),
        (("--customer", "K-1014"), "no customer 'K-1014' with dedicated support"),
    ],
)
def test_wrong_use_is_told(desk: Workspace, arguments: tuple[str, ...], hint: str) -> None:
    said = vip_sla("report", "--workspace", desk.root, *arguments)
    assert said.status == 2
    assert hint in said.all


def test_what_cannot_be_made_is_one_message(desk: Workspace) -> None:
    early = vip_sla("report", "--workspace", desk.root, "--month", "2027-01")
    assert early.status == 1
    assert "2027-01: the data end before it" in one_message(early)


def test_help_shows_an_example() -> None:
    assert "vip-sla report --month 2026-09" in vip_sla("report", "--help").all


def test_one_that_fails_is_named_and_the_others_are_made(
    demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = only(demo_workspace, tmp_path, "K-1001", "K-1002", "K-1003")
    made = write.gather

    def gather(snapshot: Path, customer_id: str, *rest: Any) -> Any:
        if customer_id == "K-1002":
            raise ZeroDivisionError("nobody foresaw this")
        return made(snapshot, customer_id, *rest)

    monkeypatch.setattr(write, "gather", gather)
    said = vip_sla("report", "--workspace", desk.root, "--month", "2026-09", "--format", "json")
    assert said.status == 3
    assert "3 reports on September 2026, 3 files in" in said.all
    assert said.err.startswith("K-1002, 2026-09: not made: stopped by something unforeseen (Zero")
    assert "Traceback" not in said.err
    folders = {folder.name for folder in (desk.reports / "2026-09").iterdir()}
    assert folders == {"K-1001", "K-1003", "portfolio"}
    said = vip_sla(
        *("report", "--workspace", desk.root, "--month", "2026-09", "--customer", "K-1002")
    )
    assert "nobody foresaw this" in one_message(said)


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "1899-12"])
def test_no_report_is_about_such_a_month(desk: Workspace, month: str) -> None:
    said = vip_sla("report", "--workspace", desk.root, "--month", month)
    assert said.status == 2
    assert f"{month}: no report is about such a month" in said.all
