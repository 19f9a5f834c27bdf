"""Workspaces to look at: a small one of explicit rows, and ones with little or nothing in them."""

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest
import streamlit as st
from playwright.sync_api import Browser, Page, ViewportSize
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, local_script_runner

from dashboards import alone, snapshot, view
from pipeline import marts
from pipeline.workspace import Workspace
from tests.dashboards.browser import FRUGAL, PATIENCE_MS, launched, served
from tests.dashboards.looking import APP, PAGES, Look
from tests.dashboards.made_up import (
    AS_OF,
    AUGUST,
    OCTOBER,
    SEPTEMBER,
    covered,
    customer,
    enlarge,
    month,
    owed,
    publish,
)

Serve = Callable[[Path], str]

DESKTOP = ViewportSize(width=1440, height=900)

AWKWARD_NAME = "Müller & <b>Töchter</b> *KG* “$x$”"


@pytest.fixture(autouse=True)
def main_stays_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit makes the page the main module, which processes started later would run again."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="session", autouse=True)
def _packages_are_looked_through_once() -> Iterator[None]:
    """Streamlit looks through all that is installed for each page that it tries."""
    once = cache(manifest_scanner.scan_component_manifests)
    with patch.object(manifest_scanner, "scan_component_manifests", once):
        yield


@pytest.fixture(scope="session", autouse=True)
def _pages_are_compiled_once() -> Iterator[None]:
    """As in a server, and not for each test of one."""
    compiled = ScriptCache()
    with patch.object(local_script_runner, "ScriptCache", lambda: compiled):
        yield


@pytest.fixture(autouse=True)
def nothing_fails_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of a page that fails would be a sentence; here it fails the test."""

    def fail(error: Exception) -> None:
        raise error

    monkeypatch.setattr(alone, "note", fail)


@pytest.fixture(autouse=True)
def as_of_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are looked at when their data are new."""
    monkeypatch.setattr(view, "clock", lambda: AS_OF)


@pytest.fixture(autouse=True)
def on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `vip-sla dashboard` serves it where nobody logs in."""
    real = st.get_option
    told = {"server.address": "localhost"}
    monkeypatch.setattr(st, "get_option", lambda name: told.get(name) or real(name))


def fill(root: Path, name: str = "made-up") -> Workspace:
    """Three customers: one in trouble, one with little to say, one that has left."""
    return publish(
        root,
        name=name,
        dim_customers=[
            customer("K-1", "Nordwerk AG"),
            customer("K-2", AWKWARD_NAME),
            customer("K-3", "Altland GmbH", is_covered_now=False),
            {**customer("K-4", "Nie dabei GmbH"), "is_dedicated": False},
        ],
        dim_coverage_periods=[
            covered("K-1", date(2025, 1, 1)),
            covered("K-2", date(2026, 8, 1)),
            covered("K-3", date(2025, 1, 1), date(2026, 8, 31)),
        ],
        compliance_monthly=[
            month("K-1", AUGUST, met=40),
            month("K-1", SEPTEMBER, met=19, breached=1),
            month("K-1", OCTOBER, severity=1, met=20, breached=9, seconds=(1200, 7200, 9001)),
            month("K-1", OCTOBER, severity=3, metric="follow_up", met=4, waived_breached=2),
            month("K-1", OCTOBER, severity=5, metric="follow_up", no_target=3),
            month("K-1", OCTOBER, severity=4, pending=1, unanswered=2, deleted=1, not_covered=1),
            month("K-2", OCTOBER, met=4),
            month("K-3", AUGUST, met=12),
            month("K-4", OCTOBER, met=100),
        ],
        open_responses=[
            owed("K-1", "T-1", -2_280, severity=1),
            owed("K-1", "T-2", 600),
            owed("K-1", "T-3", None, severity=0),
            owed("K-2", "T-4", 9_000, subject=AWKWARD_NAME, url="javascript:alert(1)"),
            owed("K-2", "T-5", -600, exclusion_reason="not_covered"),
        ],
    )


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The small workspace's snapshot."""
    snapshot = marts.newest_snapshot(fill(tmp_path_factory.mktemp("small")))
    before = snapshot.read_bytes()
    yield snapshot
    assert snapshot.read_bytes() == before, "a test has written what all share; `own` is its own"


@pytest.fixture
def small(_filled: Path, tmp_path: Path) -> Workspace:
    """A workspace of the test's own, in which a snapshot is published that all tests look at."""
    workspace = Workspace(tmp_path)
    workspace.warehouse.mkdir()
    workspace.published.symlink_to(_filled)
    return workspace


@pytest.fixture
def own(tmp_path: Path) -> Workspace:
    """The small workspace, its snapshot to be written to."""
    return fill(tmp_path)


@pytest.fixture(scope="session")
def without_customers(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A snapshot of exports that the register knows nobody of."""
    return publish(tmp_path_factory.mktemp("without-customers"))


@pytest.fixture(scope="session")
def without_responses(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One customer, to whom nothing has been owed yet."""
    return publish(
        tmp_path_factory.mktemp("without-responses"),
        dim_customers=[customer("K-1", "Nordwerk AG")],
        dim_coverage_periods=[covered("K-1", date(2026, 10, 1))],
    )


@pytest.fixture
def without_snapshot(tmp_path: Path) -> Workspace:
    """A workspace before its first run."""
    return Workspace(tmp_path)


@pytest.fixture(scope="session")
def huge(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Hundreds of customers and thousands of rows, with long and awkward names."""
    workspace = Workspace(tmp_path_factory.mktemp("huge"))
    workspace.snapshots.mkdir(parents=True)
    file = workspace.snapshots / "huge.duckdb"
    shutil.copyfile(demo_workspace.published.resolve(), file)
    enlarge(file, 30)
    workspace.published.symlink_to(file.relative_to(workspace.warehouse))
    return workspace


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Look:
    """Look at a page of a workspace's dashboard, with this in its address.

    Answers are kept from test to test, as every snapshot that is looked at has a path of its own.
    """

    def looked(page: str, workspace: Workspace, **address: str) -> AppTest:
        monkeypatch.setenv(snapshot.WORKSPACE_VARIABLE, str(workspace.root))
        app = AppTest.from_file(str(APP), default_timeout=180)
        app.query_params.update(address)
        app.switch_page(PAGES[page]).run()
        assert not app.exception, app.exception[0].stack_trace
        return app

    return looked


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser; of a module, as no event loop may run elsewhere while it is there."""
    with launched(*FRUGAL) as browser:
        yield browser


@pytest.fixture(scope="module")
def window(browser: Browser) -> Page:
    """One page for a module's tests: what it has loaded and compiled once it keeps."""
    context = browser.new_context(viewport=DESKTOP, locale="de-DE")
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


@pytest.fixture(scope="session")
def demo(demo_workspace: Workspace) -> Iterator[str]:
    """The address of the demo's dashboard."""
    with served(demo_workspace.root) as address:
        yield address


@pytest.fixture(scope="session")
def late(demo_workspace: Workspace) -> str:
    """A ticket of the demo with a missed response among several, as an address names it."""
    query = """
        select concat(source, ':', ticket_id) as ticket
        from fct_responses
        group by all
        having count(*) > 2 and bool_or(outcome = 'breached' and exclusion_reason is null)
        order by ticket
    """
    return str(marts.ask(marts.newest_snapshot(demo_workspace), query)["ticket"].iloc[0])


@pytest.fixture(scope="session")
def _led(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A link to the workspace that a dashboard shows, and the dashboard's address."""
    folder = tmp_path_factory.mktemp("led")
    link = folder / "workspace"
    link.symlink_to(folder)
    with served(link) as address:
        yield link, address


@pytest.fixture
def serve(_led: tuple[Path, str]) -> Serve:
    """Serve the dashboard of a workspace, in place of the one before."""
    link, address = _led

    def led_to(workspace: Path) -> str:
        following = link.with_name("next")
        following.symlink_to(workspace)
        following.replace(link)
        return address

    return led_to
