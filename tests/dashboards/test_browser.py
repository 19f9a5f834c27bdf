"""The dashboard as people meet it: in a browser, by links, on a phone, in the dark."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import duckdb
import pytest
from playwright.sync_api import ConsoleMessage, Error, Page, Request, expect

from pipeline import marts
from pipeline.workspace import Workspace
from tests.dashboards.browser import PATIENCE_MS
from tests.dashboards.conftest import AWKWARD_NAME, Serve, fill
from tests.dashboards.made_up import OCTOBER, customer, month, publish

PROBES = "/_stcore/"
"""Where Streamlit looks for its server when a page below the root is opened: 404 is an answer."""

expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Visit:
    """A page in a browser, and what went wrong on it."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    watching: dict[Any, Callable[..., None]] = field(default_factory=dict)

    def open(self, path: str = "/") -> "Visit":
        self.page.goto(self.address + path)
        expect(self.page.locator("h1")).to_be_visible()
        return self

    def settled(self) -> "Visit":
        """After Streamlit has run the page to its end."""
        expect(self.page.locator('[data-test-script-state="notRunning"]')).to_be_visible()
        return self

    def leave(self) -> None:
        """Leave the page to whoever comes next, as if nothing had been there."""
        self.page.evaluate("sessionStorage.clear()")
        for event, heard in self.watching.items():
            self.page.remove_listener(event, heard)
        self.page.goto("about:blank")

    @property
    def query(self) -> str:
        return urlsplit(self.page.url).query


Colours = Literal["light", "dark"]
Visitor = Callable[..., Visit]


@pytest.fixture
def visit(window: Page) -> Iterator[Visitor]:
    """Make a visit; at the end the console must be free of errors, and nobody else called."""
    visits: list[Visit] = []

    def made(address: str, colours: Colours = "light") -> Visit:
        assert not visits, "one visit at a time"
        window.emulate_media(color_scheme=colours)
        found = Visit(window, address)
        watch(found)
        visits.append(found)
        return found

    yield made
    for each in visits:
        each.leave()
        assert each.complaints == []


def watch(found: Visit) -> None:
    def console(message: ConsoleMessage) -> None:
        if message.type == "error" and PROBES not in message.location.get("url", ""):
            found.complaints.append(f"{message.text} ({message.location.get('url')})")

    def asked(request: Request) -> None:
        if request.url.startswith("http") and not request.url.startswith(found.address):
            found.complaints.append(f"asked somebody else: {request.url}")

    def failed(error: Error) -> None:
        found.complaints.append(str(error))

    for event, heard in (("console", console), ("pageerror", failed), ("request", asked)):
        found.page.on(event, heard)
        found.watching[event] = heard


# the demo


def test_overview(visit: Visitor, demo: str) -> None:
    found = visit(demo).open().settled()
    page = found.page
    expect(page).to_have_title("Übersicht · VIP SLA")
    expect(page.locator("h1")).to_contain_text("überfällig")
    expect(page.locator(".sla-as-of")).to_contain_text("Datenstand")
    assert page.locator(".sla-rows .sla-customer").count() >= 10
    assert page.locator(".sla-strip .sla-month").count() > 50

    # choosing a period writes the address, and back takes it back
    expect(page.locator("thead").first).to_contain_text("Oktober 2026 (läuft noch)")
    choose(page, "Von wann", "Juli 2026")
    expect(page.locator("thead").first).to_contain_text("Anteil rechtzeitig, Juli 2026")
    assert found.query == "period=2026-07"
    page.go_back()
    expect(page.locator("thead").first).to_contain_text("Oktober 2026 (läuft noch)")
    assert found.query == ""
    expect(page.get_by_label("Von wann", exact=True)).to_have_value("Oktober 2026 (läuft noch)")

    # a whole row can be clicked
    found.settled()
    name = page.locator(".sla-customer a").nth(2).inner_text()
    page.locator("tr:has(.sla-customer)").nth(2).locator("td").nth(1).click(force=True)
    expect(page.locator("h1")).to_have_text(name)


def test_links_go_from_page_to_page_and_back_without_loading_anew(
    visit: Visitor, demo: str
) -> None:
    found = visit(demo).open("/?lang=en").settled()
    page = found.page
    page.evaluate("window.stayed = true")
    link = page.locator(".sla-customer a").first
    name = link.inner_text()

    # in a tab of its own where that is wished
    with page.context.expect_page() as opened:
        link.click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator("h1")).to_have_text(name)
    expect(page.locator("h1")).to_contain_text("overdue")
    opened.value.close()

    link.click()
    expect(page.locator("h1")).to_have_text(name)
    assert re.fullmatch(r"lang=en&customer=[\w-]+&period=\d{4}-\d{2}", found.query)
    page.locator(".sla-table a[href^='ticket?']:visible").first.click()
    expect(page.locator("h1")).not_to_have_text(name)
    page.go_back()
    expect(page.locator("h1")).to_have_text(name)
    page.go_back()
    expect(page.locator("h1")).to_contain_text("overdue")
    assert found.query == "lang=en"

    # what is overdue leads to all that is
    overdue = page.locator(".sla-figures a").first
    count = overdue.inner_text()
    overdue.click()
    expect(page.locator("h1")).to_have_text(f"Owed now: {count} responses")
    assert page.evaluate("window.stayed")

    # only without a connection is the page loaded
    page.evaluate("document.querySelector('.stApp').dataset.testConnectionState = 'PINGING_SERVER'")
    page.locator("a[href^='customer?']:visible").first.click()
    expect(page.locator(".sla-lead").first).to_contain_text("Owed now")
    assert page.evaluate("window.stayed === undefined")


def test_the_keyboard_goes_from_page_to_page(visit: Visitor, demo: str) -> None:
    page = visit(demo).open("/?lang=en").settled().page
    link = page.locator(".sla-customer a").first
    name = link.inner_text()
    link.focus()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator("h1")).to_be_focused()  # from where a screen reader goes on
    page.go_back()
    expect(page.locator(".sla-above")).to_have_text("Who needs me?")

    page.get_by_role("link", name="Overview", exact=True).focus()
    for _ in range(5):
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Team", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".sla-above")).to_have_text("Who replies to whom, and when?")
    page.go_back()
    expect(page.locator(".sla-above")).to_have_text("Who needs me?")


def test_a_missed_response_leads_to_its_ticket_and_on_to_its_customer(
    visit: Visitor, demo: str
) -> None:
    page = visit(demo).open("/at_risk?lang=en").settled().page
    rows = page.locator(".sla-table a[href^='ticket?']")
    rows.first.click()
    expect(page.locator(".sla-above").first).to_have_text("Why this verdict?")
    expect(page.locator("h1")).to_contain_text("Overdue")
    name = page.locator(".sla-note a").first.inner_text()
    page.locator(".sla-note a").first.click()
    expect(page.locator("h1")).to_have_text(name)
    page.go_back()
    expect(page.locator(".sla-above").first).to_have_text("Why this verdict?")
    page.go_back()
    expect(page.locator(".sla-above").first).to_have_text("What is due now?")

    # back finds the place that was left
    height = "document.querySelector('.stMain').scrollTop"
    rows.nth(14).scroll_into_view_if_needed()
    before = page.evaluate(height)
    assert before > 200
    rows.nth(14).click()
    expect(page.locator(".sla-above").first).to_have_text("Why this verdict?")
    page.go_back()
    expect(page.locator(".sla-above").first).to_have_text("What is due now?")
    page.wait_for_function(f"Math.abs({height} - {before}) < 5")


def test_customer_by_a_deep_link(visit: Visitor, demo: str) -> None:
    page = visit(demo).open("/customer?customer=K-1004&month=2026-03&lang=en").settled().page
    expect(page.locator("h1")).to_have_text("Stadtwerke Mühlenrode GmbH")
    expect(page.locator(".sla-lead").last).to_contain_text("March 2026")
    expect(page.locator(".sla-promise")).to_contain_text("1 hour or less")
    chart = page.get_by_role("figure", name="Internal goal met in")
    expect(chart.locator(".xtick")).to_have_count(12)
    assert chart.locator(".scatterlayer .point").count() > 5
    folded = page.locator(".sla-as-a-table", has=page.locator(".sla-charted-trend"))
    folded.locator("summary").click()
    expect(folded.locator("tr", has_text="March 2026")).to_contain_text("65.4%")

    # and on to another page in a tab of its own
    expect(page).to_have_title("Stadtwerke Mühlenrode GmbH · Customer · VIP SLA")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Overview", exact=True).click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator(".sla-above").first).to_have_text("Who needs me?")
    assert "period=2026-03" in opened.value.url
    opened.value.close()


def test_choosing_a_customer(visit: Visitor, demo: str) -> None:
    found = visit(demo).open("/customer?customer=K-1004").settled()
    choose(found.page, "Kunde", "Stiftung Lindenhof")
    expect(found.page.locator("h1")).to_have_text("Stiftung Lindenhof")
    assert "customer=K-1006" in found.query
    found.page.go_back()
    expect(found.page.locator("h1")).to_have_text("Stadtwerke Mühlenrode GmbH")


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label).click()
    page.get_by_role("option", name=option).click()


def test_language_and_period_go_along_from_page_to_page(visit: Visitor, demo: str) -> None:
    found = visit(demo).open("/?month=2026-07&lang=de").settled()
    assert found.page.evaluate("document.documentElement.lang") == "de"  # for screen readers
    found.page.get_by_role("radio", name="English").or_(
        found.page.get_by_role("button", name="English")
    ).click()
    expect(found.page.locator(".sla-above").first).to_have_text("Who needs me?")
    assert found.page.evaluate("document.documentElement.lang") == "en"
    found.page.get_by_role("link", name="Customer", exact=True).click()
    expect(found.page.locator(".sla-lead").first).to_contain_text("Owed now")
    expect(found.page.locator(".sla-lead").last).to_contain_text("July 2026")
    assert {"lang=en", "period=2026-07"} <= set(found.query.split("&"))


@pytest.mark.parametrize("path", ["/", "/customer"])
def test_dark_and_light(visit: Visitor, demo: str, path: str) -> None:
    page = visit(demo, "dark").open(path).settled().page
    ground, ink = colours(page)
    assert brightness(ground) < 50
    assert abs(brightness(ground) - brightness(ink)) > 150
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"({COLOURS})[0] !== '{ground}'")
    ground, ink = colours(page)
    assert brightness(ground) > 200
    assert abs(brightness(ground) - brightness(ink)) > 150


COLOURS = """
    [getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor,
     getComputedStyle(document.querySelector('.sla-table')).color]
"""


def colours(page: Page) -> tuple[str, str]:
    """Those of the ground and of what is written on it."""
    ground, ink = page.evaluate(COLOURS)
    return ground, ink


def brightness(colour: str) -> float:
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3


def test_what_is_on_the_page_is_taken_away_and_a_name_leads_to_that_person_s_hours(
    visit: Visitor, demo: str
) -> None:
    page = visit(demo).open("/team?lang=en&month=2026-09").settled().page
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV file").first.click()
    rows = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith("source,agent_id,agent_name")
    assert len(rows) > 10
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel file").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    page.keyboard.press("Escape")

    # a name leads to that person's hours
    link = page.locator(".sla-team th a").first
    name = link.inner_text()
    link.click()
    expect(page.locator("h2", has_text=name)).to_be_in_viewport()
    expect(page.locator(".sla-heat").first).to_be_in_viewport()


# other workspaces


@pytest.fixture
def twice_promised(demo_workspace: Workspace, late: str, tmp_path: Path) -> Path:
    """The demo, but that the late ticket's responses had a second target, which was kept."""
    workspace = Workspace(tmp_path)
    workspace.snapshots.mkdir(parents=True)
    file = workspace.snapshots / "twice.duckdb"
    shutil.copyfile(marts.newest_snapshot(demo_workspace), file)
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            """
            insert into marts.fct_response_legs
            select * replace (2 as leg_number, false as is_breached, false as is_reported)
            from marts.fct_response_legs
            where starts_with(response_id, $late || ':')
            """,
            {"late": late},
        )
    workspace.published.symlink_to(file.relative_to(workspace.warehouse))
    return tmp_path


def test_each_of_several_targets_is_drawn(
    visit: Visitor, serve: Serve, twice_promised: Path, late: str
) -> None:
    page = visit(serve(twice_promised)).open(f"/ticket?ticket={late}&lang=en").settled().page
    chart = page.get_by_role("figure", name=re.compile("Target .*exceeded.*; Target .*kept"))
    expect(chart.locator(".ytick text", has_text="Target ")).to_have_count(2)


def test_before_the_first_run(visit: Visitor, serve: Serve, tmp_path: Path) -> None:
    page = visit(serve(tmp_path)).open().settled().page
    expect(page.locator("h1")).to_have_text("Noch keine Auswertung")
    expect(page.locator("code")).to_contain_text(f"vip-sla run --workspace {tmp_path}")
    fill(tmp_path)
    page.reload()
    expect(page.locator("h1")).to_contain_text("1 Antwort an 1 Kunden ist überfällig")


def test_a_new_snapshot_shows_without_a_restart(
    visit: Visitor, serve: Serve, tmp_path: Path
) -> None:
    fill(tmp_path)
    page = visit(serve(tmp_path)).open("/customer?customer=K-1").settled().page
    publish(
        tmp_path,
        name="newer",
        dim_customers=[customer("K-1", "Nordwerk SE")],
        compliance_monthly=[month("K-1", OCTOBER, met=11)],
    )
    page.get_by_role("link", name="Übersicht", exact=True).click()
    expect(page.locator(".sla-customer a")).to_have_text(["Nordwerk SE"])


def test_names_are_shown_as_they_are_written(visit: Visitor, serve: Serve, tmp_path: Path) -> None:
    fill(tmp_path)
    page = visit(serve(tmp_path)).open("/customer?customer=K-2").settled().page
    expect(page.locator("h1")).to_have_text(AWKWARD_NAME)
