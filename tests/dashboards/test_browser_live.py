"""A page that stays open: what is new shows by itself, and the reader stays where they are.

Times tick by the viewer's own clock, which only a browser has.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline import marts
from pipeline.workspace import Workspace
from tests.dashboards.browser import PATIENCE_MS, served
from tests.dashboards.conftest import Serve, fill
from tests.dashboards.made_up import AS_OF, OCTOBER, RUN, SEPTEMBER, customer, month, owed, publish
from tests.dashboards.test_browser import Visit, watch


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def found(window: Page, serve: Serve, workspace: Workspace) -> Iterator[Visit]:
    window.set_viewport_size({"width": 1440, "height": 500})
    visit = Visit(window, serve(workspace.root))
    watch(visit)
    yield visit
    visit.leave()
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


SLOWLY = """
import time
from streamlit.runtime.scriptrunner import get_script_run_ctx, script_runner
from dashboards import access, serve, snapshot

ask = access.visitor

def visitor():
    time.sleep(0 if get_script_run_ctx().fragment_ids_this_run else 2)
    return ask()

def clean_up():
    (snapshot.workspace().root / "ending").touch()
    time.sleep(1)

access.visitor = visitor
script_runner._clean_problem_modules = clean_up
serve.main()
"""
"""A server that takes long to begin a page, and to end one."""


def test_who_goes_elsewhere_while_a_new_snapshot_is_found_arrives_there(
    window: Page, workspace: Workspace
) -> None:
    page = window
    newer(workspace.root, "first")
    ending = workspace.root / "ending"
    with served(workspace.root, "-c", SLOWLY) as address:
        page.goto(f"{address}/customer?customer=K-1&month=2026-09")
        expect(page.locator("h1")).to_have_text("Nordwerk SE")
        title = page.locator("h1").bounding_box()
        newer(workspace.root, "second")
        ending.unlink(missing_ok=True)
        while not ending.exists():
            page.wait_for_timeout(20)
        page.wait_for_timeout(500)
        assert page.locator("h1").bounding_box() == title  # what asks takes no place
        page.get_by_role("link", name="Datenqualität", exact=True).click()
        expect(page.locator("nav [aria-current=page]")).to_have_text("Datenqualität")
        page.wait_for_timeout(2_000)  # what was on its way would be there by now
        expect(page.locator("nav [aria-current=page]")).to_have_text("Datenqualität")
        assert urlsplit(page.url).path == "/data_health"
        page.goto("about:blank")


# by the viewer's clock


NOW = datetime.now(UTC).replace(microsecond=0)
"""Times of data that are older by the server's clock would not tick."""
AHEAD, AT_MS = "Betreff von T-2", int(NOW.timestamp() * 1000)


@pytest.fixture
def page(browser: Browser, serve: Serve, tmp_path: Path) -> Iterator[Page]:
    """The page as of the data's own moment, by a clock that stands still until it is set."""
    of_now(fill(tmp_path))
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.clock.set_fixed_time(NOW)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{serve(tmp_path)}/at_risk")
        yield page
    assert complaints == []


def of_now(workspace: Workspace) -> None:
    """Make its data, which are of another day, those of now."""
    with duckdb.connect(str(marts.newest_snapshot(workspace))) as connection:
        passed = {"seconds": int((NOW - AS_OF).total_seconds())}
        connection.execute("update marts.run_info set as_of = as_of + to_seconds($seconds)", passed)
        later = "update marts.open_responses set due_at = due_at + to_seconds($seconds)"
        connection.execute(later, passed)


def test_a_deadline_is_counted_down_by_the_viewer_s_clock(page: Page) -> None:
    row = page.locator("tr", has_text=AHEAD)
    ticking = row.locator(".sla-ticking")
    expect(ticking).to_have_text("in 0:10:00", timeout=PATIENCE_MS)
    page.evaluate("document.querySelector('.sla-at-risk').dataset.here = 'still'")

    page.clock.set_fixed_time((AT_MS + 61_000) / 1000)
    expect(ticking).to_have_text("in 0:08:59")

    # the tab slept over the deadline: the next tick is right again
    page.clock.set_fixed_time((AT_MS + 3_600_000) / 1000)
    expect(ticking).to_have_text("abgelaufen vor 0:50:00")
    expect(ticking).to_have_attribute("data-sla-over", "")
    page.clock.set_fixed_time((AT_MS + 26 * 3_600_000) / 1000)
    expect(ticking).to_have_text(re.compile(r"abgelaufen vor 1\sT\. 1:50:00"))

    # what is left by the promise's own clock does not move, nor did the page run again
    expect(row).to_contain_text("10\u00a0Min.")
    expect(page.locator(".sla-at-risk")).to_have_attribute("data-here", "still")


def test_the_age_of_the_data_ticks_on_and_goes_on_after_a_filter(page: Page) -> None:
    age = page.locator("dd .sla-ticking")
    expect(age).to_have_text("0:00:00", timeout=PATIENCE_MS)
    page.get_by_label("Schweregrad").click()
    page.get_by_role("option", name="Kritisch").click()
    expect(page.locator("tr", has_text=AHEAD)).to_have_count(0)
    page.clock.set_fixed_time((AT_MS + 5_000) / 1000)
    expect(age).to_have_text("0:00:05")
    assert "severity=1" in page.url
