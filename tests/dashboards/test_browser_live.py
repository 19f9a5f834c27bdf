"""A page that stays open: what is new shows by itself, and the reader stays where they are."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline.workspace import Workspace
from tests.dashboards.browser import served
from tests.dashboards.conftest import fill
from tests.dashboards.made_up import OCTOBER, RUN, SEPTEMBER, customer, month, owed, publish
from tests.dashboards.test_browser import PATIENCE_MS, Visit, watch


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace(tmp_path_factory.mktemp("live"))


@pytest.fixture(scope="module")
def address(workspace: Workspace) -> Iterator[str]:
    with served(workspace.root) as address:
        yield address


@pytest.fixture
def found(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1440, "height": 500}, locale="de-DE")
    context.set_default_timeout(PATIENCE_MS)
    visit = Visit(context.new_page(), address)
    watch(visit)
    yield visit
    context.close()
    assert visit.complaints == []


def newer(root: Path, name: str, as_of: datetime | None = None) -> None:
    publish(
        root,
        name=name,
        run_info=[{**RUN, "as_of": as_of or RUN["as_of"]}],
        dim_customers=[customer("K-1", "Nordwerk SE"), customer("K-2", "Südwerk AG")],
        compliance_monthly=[month("K-1", each, met=11) for each in (OCTOBER, SEPTEMBER)],
        open_responses=[owed("K-1", f"T-{number}", 600) for number in range(10)],
    )


def height(page: Page) -> float:
    """Where on the screen the promise is, which the reader is looking at."""
    box = page.locator(".sla-promise").bounding_box()
    assert box
    return box["y"]


def test_the_first_snapshot_shows_by_itself(found: Visit, workspace: Workspace) -> None:
    found.open().settled()
    expect(found.page.locator("h1")).to_have_text("Noch keine Auswertung")
    fill(workspace.root, "first")
    expect(found.page.locator("h1")).to_contain_text("1 Antwort an 1 Kunden ist überfällig")


def test_a_new_snapshot_shows_and_the_reader_stays_in_place(
    found: Visit, workspace: Workspace
) -> None:
    fill(workspace.root, "second")
    path = "/customer?customer=K-1&month=2026-09&lang=en"
    page = found.open(path).settled().page
    expect(page.locator("h1")).to_have_text("Nordwerk AG")
    page.evaluate("window.stayed = true")
    page.get_by_role("tab", name="Promise", exact=True).click()
    expect(page.locator(".sla-promise")).to_be_visible()
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 300)")
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop === 300")
    before = height(page)
    newer(workspace.root, "third")
    expect(page.locator("h1")).to_have_text("Nordwerk SE")
    found.settled()
    assert page.evaluate("window.stayed")
    assert page.url == found.address + path
    assert height(page) == pytest.approx(before, abs=2)  # though there is more above it now
    expect(page.get_by_label("Which one", exact=True)).to_have_value("September 2026")
    expect(page.locator(".sla-promise")).to_contain_text("11 of 11")


def test_a_choice_that_the_new_snapshot_has_too_is_kept(found: Visit, workspace: Workspace) -> None:
    newer(workspace.root, "fourth")
    page = found.open("/customer?customer=K-1&month=2026-10").settled().page
    page.get_by_label("Kunde", exact=True).click()
    page.get_by_role("option", name="Südwerk AG").click()
    expect(page.locator("h1")).to_have_text("Südwerk AG")
    found.settled()
    page.get_by_role("button", name="Exportieren").click()
    expect(page.get_by_role("button", name="Excel-Datei")).to_be_visible()
    newer(workspace.root, "fifth", as_of=datetime.now(UTC))
    expect(page.locator(".sla-as-of")).to_contain_text(re.compile(r"vor \d Sekunde|in 0|jetzt"))
    expect(page.locator("h1")).to_have_text("Südwerk AG")
    expect(page.get_by_role("button", name="Excel-Datei")).to_be_visible()
    assert "customer=K-2" in found.query


def test_the_age_ticks_on_without_the_page_being_run(found: Visit, workspace: Workspace) -> None:
    newer(workspace.root, "sixth", as_of=datetime.now(UTC) - timedelta(seconds=20))
    page = found.open().settled().page
    expect(page.locator(".sla-rows")).to_be_visible()
    page.evaluate("document.querySelector('.sla-rows').dataset.kept = 'yes'")
    age = page.locator(".sla-as-of span").first
    told = age.inner_text()
    expect(age).not_to_have_text(told)
    assert re.fullmatch(r"vor \d+ Sekunden", age.inner_text())
    assert page.locator(".sla-rows").get_attribute("data-kept") == "yes"
