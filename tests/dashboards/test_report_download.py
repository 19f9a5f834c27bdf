"""The customer's page hands out the same report files as the command line."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date

import pytest
import streamlit as st

from dashboards import snapshot
from dashboards.components.report import report_download
from dashboards.view import Run, View
from dashboards.wording import wording
from pipeline import marts
from pipeline.errors import ReportError
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.records import records
from pipeline.reports.gather import gather
from pipeline.reports.render import rendered
from pipeline.workspace import Workspace
from tests.dashboards.looking import Look

SEPTEMBER = date(2026, 9, 1)
Files = dict[str, Callable[[], bytes]]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Files:
    """What the page offers, by the name of the file; nothing of it is made yet."""
    files: Files = {}

    def offer(
        _label: str, data: Callable[[], bytes], file_name: str, _mime: str, **_: object
    ) -> None:
        files[file_name] = data

    monkeypatch.setattr(st, "popover", lambda *_, **__: nullcontext())
    monkeypatch.setattr(st, "download_button", offer)
    monkeypatch.setattr(st, "caption", lambda *_: None)
    return files


@pytest.fixture(autouse=True)
def of_the_demo(demo_workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(snapshot.WORKSPACE_VARIABLE, str(demo_workspace.root))


def view(workspace: Workspace, scope: Scope = EVERYBODY) -> View:
    newest = marts.newest_snapshot(workspace)
    run = records(marts.run_info(scope, newest), Run)[0]
    return View(scope, newest, run, wording("en"))


def test_the_files_are_those_of_the_command_line(demo_workspace: Workspace, offered: Files) -> None:
    shown = view(demo_workspace)
    report_download(shown, "K-1003", SEPTEMBER)
    report = gather(shown.snapshot, "K-1003", SEPTEMBER)
    assert {name: make() for name, make in offered.items()} == dict(rendered(report, language="en"))


def test_nobody_takes_the_report_of_another(demo_workspace: Workspace, offered: Files) -> None:
    report_download(view(demo_workspace, Scope(frozenset({"K-1001"}))), "K-1003", SEPTEMBER)
    for make in offered.values():
        with pytest.raises(ReportError):
            make()


def test_the_customers_page_offers_it(look: Look, demo_workspace: Workspace) -> None:
    app = look("customer", demo_workspace, customer="K-1003", month="2026-09")
    labels = [button.proto.label for button in app.get("download_button")]
    assert {"Als PDF", "Als Webseite", "Als Excel-Datei", "Als JSON"} <= set(labels)
