"""Times that tick by the viewer's own clock, which only a browser has."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline import marts
from pipeline.workspace import Workspace
from tests.dashboards.browser import served
from tests.dashboards.conftest import fill
from tests.dashboards.made_up import AS_OF

PATIENCE_MS = 20_000
NOW = datetime.now(UTC).replace(microsecond=0)
"""Times of data that are older by the server's clock would not tick."""
AHEAD, AT_MS = "Betreff von T-2", int(NOW.timestamp() * 1000)


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page as of the data's own moment, by a clock that stands still until it is set."""
    of_now(fill(tmp_path))
    with served(tmp_path) as address, browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.clock.set_fixed_time(NOW)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}/at_risk")
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
