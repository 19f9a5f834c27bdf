"""Logging in at a real OpenID Connect server, in a real browser, and trying to see too much."""

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import httpx
import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline import marts
from pipeline.marts import EVERYBODY
from pipeline.workspace import Workspace
from tests.dashboards import asking
from tests.dashboards.browser import PATIENCE_MS
from tests.dashboards.identity import (
    ACCESS,
    COOKIE,
    COOKIE_SECRET,
    PEOPLE,
    guarded,
    log_in,
    session_cookie,
)
from tests.dashboards.test_browser import Visit, watch

OWN, OTHER = "K-1004", "K-1001"
OWN_NAME = "Stadtwerke Mühlenrode GmbH"

expect.set_options(timeout=PATIENCE_MS)

As = Callable[[str], Page]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace(tmp_path_factory.mktemp("guarded"))


@pytest.fixture(scope="module")
def address(demo_workspace: Workspace, workspace: Workspace) -> Iterator[str]:
    with guarded(demo_workspace, workspace.root) as address:
        yield address


@pytest.fixture(scope="module")
def logged_in(browser: Browser, address: str) -> Iterator[As]:
    """A browser in which somebody has logged in, once for all tests.

    By the cookie that logging in gives; that it does is told by the tests which go all the way.
    """
    pages: dict[str, Page] = {}

    def entered(who: str) -> Page:
        if who not in pages:
            pages[who] = browser.new_page(locale="de-DE")
            cookie = session_cookie(address, str(PEOPLE[who]["email"]), COOKIE_SECRET)
            pages[who].context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])
        return pages[who]

    yield entered
    for page in pages.values():
        page.close()


@pytest.fixture(scope="module")
def others(demo_workspace: Workspace) -> re.Pattern[str]:
    """Every id, name and ticket of customers but the one that looks."""
    snapshot = marts.newest_snapshot(demo_workspace)
    customers = marts.customers(EVERYBODY, snapshot)
    owed = marts.open_responses(EVERYBODY, snapshot)
    words = {
        *customers.loc[customers["customer_id"] != OWN, ["customer_id", "customer_name"]].stack(),
        *owed.loc[owed["customer_id"] != OWN, "ticket_id"],
    }
    return re.compile("|".join(re.escape(str(word)) for word in words))


def everything(page: Page, path: str) -> str:
    """All that the browser was given for a page, shown or not."""
    page.goto(path)
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator('[data-test-script-state="notRunning"]')).to_be_visible()
    assert page.locator("[data-testid=stException]").count() == 0, path
    return page.content()


def test_a_manager_sees_everybody_until_logging_out(
    browser: Browser, address: str, others: re.Pattern[str]
) -> None:
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    log_in(page, address, "manager")
    found = Visit(page, address)
    watch(found)
    expect(page.locator(".sla-rows .sla-customer").nth(9)).to_be_visible()
    assert others.search(everything(page, f"{address}/customer?customer={OTHER}"))
    assert found.complaints == []
    elsewhere = browser.new_context(locale="de-DE")
    elsewhere.add_cookies(
        [
            {"name": each["name"], "value": each["value"], "url": address}
            for each in context.cookies()
        ]
    )
    copy = elsewhere.new_page()
    assert others.search(everything(copy, address))
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("button", name="Abmelden")).to_have_count(0)
    assert not others.search(everything(context.new_page(), address))
    expect(copy.locator("h1")).to_have_text("Bitte anmelden")  # the page that is open, too
    assert not others.search(everything(elsewhere.new_page(), address))
    elsewhere.close()
    context.close()


def test_a_link_leads_through_the_login_to_its_page(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    wanted = f"{address}/customer?customer={OWN}&month=2026-07&lang=de"
    log_in(page, wanted, "customer")
    expect(page.locator("h1")).to_have_text(OWN_NAME)
    expect(page.locator(".stMain")).to_contain_text("Juli 2026")
    assert page.url == wanted
    page.get_by_role("link", name="Übersicht", exact=True).click()
    expect(page.locator(".sla-rows")).to_be_visible()
    page.reload()
    expect(page.locator(".sla-rows")).to_be_visible()  # and nobody is sent back once more
    context.close()


def told(address: str, cookies: Mapping[str, str], path: str = "") -> str:
    """All that whatever sends these cookies is told for a page, shown or not."""
    with asking.Page(address, cookies, path=path) as page:
        assert page.name() == path.partition("?")[0]
        return page.seen()


LINKS = (
    f"?month=2026-09&customer={OTHER}&scope={OTHER}",
    f"at_risk?customer={OTHER}",
    f"contract?customer={OTHER}",
    f"team?customer={OTHER}",
    "data_health",
    f"customer?customer={OTHER}&month=2026-09&lang=en",
    f"customer?customer={quote(OWN + ',' + OTHER)}",
    "ticket?ticket=TICKET",
)


@pytest.mark.parametrize("link", LINKS)
def test_links_show_a_customer_s_people_nobody_else(
    address: str, others: re.Pattern[str], demo_workspace: Workspace, link: str
) -> None:
    owed = marts.open_responses(EVERYBODY, marts.newest_snapshot(demo_workspace), OTHER)
    ticket_id = owed["ticket_id"].iloc[0]
    path = link.replace("TICKET", quote(f"{owed['source'].iloc[0]}:{ticket_id}"))
    own = {COOKIE: session_cookie(address, str(PEOPLE["customer"]["email"]), COOKIE_SECRET)}
    given = told(address, own, path)
    assert re.search("Datenstand|Data as of", given)
    for asked in (OTHER, ticket_id):  # the page may say what it was asked for
        given = given.replace(asked, "") if asked in path else given
    assert not others.search(given), path


def test_filters_offer_a_customer_s_people_nobody_else(
    logged_in: As, address: str, others: re.Pattern[str]
) -> None:
    page = logged_in("customer")
    everything(page, f"{address}/customer")
    expect(page.locator("h1")).to_have_text(OWN_NAME)
    page.get_by_label("Kunde", exact=True).click()
    expect(page.get_by_role("option")).to_have_text([OWN_NAME])
    assert not others.search(page.content())
    page.goto("about:blank")


@pytest.mark.parametrize("path", ["/", f"/customer?customer={OWN}"])
def test_downloads_hold_nobody_else(
    logged_in: As, address: str, others: re.Pattern[str], path: str
) -> None:
    page = logged_in("customer")
    assert not others.search(everything(page, address + path))
    page.get_by_role("button", name="Exportieren").click()
    for sql in page.locator("[data-testid=stCode]").all():
        assert f"['{OWN}']" in (sql.text_content() or "")
    csv = downloaded(page, "CSV-Datei").decode("utf-8-sig")
    assert csv.startswith(("customer_id,", "severity,"))
    assert not others.search(csv)
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, "Excel-Datei")))
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row]
    assert OWN in cells
    assert not others.search("\n".join(cells))
    page.goto("about:blank")


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).first.click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize(
    ("who", "title"),
    [
        ("stranger", "Für Sie ist hier nichts freigegeben"),
        ("unverified", "Ihre Adresse ist nicht bestätigt"),
    ],
)
def test_who_has_logged_in_and_may_see_nothing(
    address: str, others: re.Pattern[str], who: str, title: str
) -> None:
    with httpx.Client(timeout=60, trust_env=False) as client:
        asking.log_in(client, address, who, COOKIE_SECRET)
        for path in ("", f"customer?customer={OWN}"):
            given = told(address, asking.cookies_of(client), path)
            assert f"<h1>{title}</h1>" in given
            assert not others.search(given)
            assert OWN_NAME not in given


def test_rights_that_are_given_and_withdrawn_while_the_page_is_open(
    logged_in: As, address: str, workspace: Workspace
) -> None:
    page = logged_in("stranger")
    everything(page, address)
    workspace.access_file.write_text(ACCESS.replace("[it@", "[it@elsewhere.example, it@"))
    expect(page.locator(".sla-rows .sla-customer")).to_have_text([re.compile(OWN_NAME)])
    workspace.access_file.write_text(ACCESS)
    expect(page.locator("h1")).to_have_text("Für Sie ist hier nichts freigegeben")
    expect(page.locator(".sla-rows")).to_have_count(0)
    page.goto("about:blank")


# forged sessions


def test_a_cookie_that_is_signed_right_is_believed(address: str, others: re.Pattern[str]) -> None:
    """Without this, the next test would prove nothing."""
    right = session_cookie(address, "chefin@example.com", COOKIE_SECRET)
    given = told(address, {COOKIE: right})
    assert "sla-customer" in given
    assert others.search(given)
    assert OWN_NAME in given


FORGED = (
    *("none", "empty", "altered", "guessed secret"),
    *("no secret", "unsigned", "another address"),
)


def forged(address: str) -> dict[str, str | None]:
    own = session_cookie(address, "it@muehlenrode.example", COOKIE_SECRET)
    chef = "chefin@example.com"
    hers = session_cookie(address, chef, "guessed")
    altered = ".".join([hers.rsplit(".", 2)[0], *own.rsplit(".", 2)[1:]])  # her claims, our seal
    return {
        "none": None,
        "empty": "",
        "altered": altered,
        "guessed secret": session_cookie(address, chef, "secret"),
        "no secret": session_cookie(address, chef, ""),
        "unsigned": quote(json.dumps({"is_logged_in": True, "email": chef, "origin": address})),
        "another address": session_cookie("https://sla.example.com", chef, COOKIE_SECRET),
    }


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_session_shows_nothing(address: str, others: re.Pattern[str], name: str) -> None:
    cookie = forged(address)[name]
    given = told(address, {} if cookie is None else {COOKIE: cookie})
    assert "Bitte anmelden" in given
    assert not others.search(given)
    assert OWN_NAME not in given
