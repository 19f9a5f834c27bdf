"""`vip-sla report`: which files it writes, and how it is used wrongly."""

import json
import shutil
from pathlib import Path

import pytest

from pipeline import marts
from pipeline.workspace import Workspace
from tests.pipeline.command_line import one_message, vip_sla


@pytest.fixture
def desk(demo_workspace: Workspace, tmp_path: Path) -> Workspace:
    """The demo's snapshot in a workspace of its own, into which reports may be written."""
    copy = Workspace(tmp_path / "desk")
    copy.snapshots.mkdir(parents=True)
    snapshot = marts.newest_snapshot(demo_workspace)
    copy.published.symlink_to(snapshot)
    shutil.copy(demo_workspace.config_file, copy.config_file)
    return copy


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


def test_everybody_in_the_last_full_month_by_default(desk: Workspace) -> None:
    said = vip_sla("report", "--workspace", desk.root, "--format", "json", "--json")
    assert said.status == 0
    files = [Path(file) for file in said.json]
    assert all(file.exists() for file in files)
    about = {file.parent.name for file in files}
    # K-1010 has no cover in September 2026
    assert about == {f"K-10{number:02}" for number in range(1, 14) if number != 10} | {"portfolio"}
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
    ],
)
def test_wrong_use_is_told(desk: Workspace, arguments: tuple[str, ...], hint: str) -> None:
    said = vip_sla("report", "--workspace", desk.root, *arguments)
    assert said.status == 2
    assert hint in said.all


def test_what_cannot_be_made_is_one_message(desk: Workspace) -> None:
    nobody = vip_sla("report", "--workspace", desk.root, "--customer", "K-9")
    assert nobody.status == 1
    assert "no customer 'K-9'" in one_message(nobody)
    early = vip_sla("report", "--workspace", desk.root, "--month", "2027-01")
    assert early.status == 1
    assert "2027-01: the data end before it" in one_message(early)


def test_help_shows_an_example() -> None:
    assert "vip-sla report --month 2026-09" in vip_sla("report", "--help").all
